"""An index of strangers: a real HTTP server on loopback that lists what it is given."""

import hashlib
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.builders.serving import served

JSON = "application/vnd.pypi.simple.v1+json"


@dataclass
class Stranger:
    """An index, with all that it was asked for; any of it may be changed."""

    port: int = 0
    files: dict[str, dict[str, bytes]] = field(default_factory=dict)
    """The bytes of files by project and name."""
    said: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What is said of a file besides, by its name; it wins over the truth."""
    answers: dict[str, Callable[[BaseHTTPRequestHandler], None]] = field(
        default_factory=dict
    )
    """What answers a path in place of all that."""
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    is_down: bool = False
    seconds: float = 0.0
    """For how long each answer is waited for."""

    @property
    def url(self) -> str:
        """Return the address of its simple index."""
        return f"http://127.0.0.1:{self.port}/simple/"

    def paths(self) -> list[str]:
        """Return what it was asked for."""
        return [path for path, _ in self.asked]

    def names(self) -> bytes:
        """Return the JSON of the list of projects."""
        projects = [{"name": each} for each in self.files]
        return json.dumps({"meta": {"api-version": "1.1"}, "projects": projects}).encode()

    def page(self, project: str) -> bytes:
        """Return the JSON of a project."""
        files = [
            {
                "filename": filename,
                "url": f"/files/{filename}",
                "hashes": {"sha256": hashlib.sha256(content).hexdigest()},
                "size": len(content),
                **self.said.get(filename, {}),
            }
            for filename, content in self.files[project].items()
        ]
        document = {"meta": {"api-version": "1.1"}, "name": project, "files": files}
        return json.dumps(document | {"versions": []}).encode()


class _Handler(BaseHTTPRequestHandler):
    server: "_Server"

    def do_GET(self) -> None:
        found = self.server.found
        found.asked.append((self.path, dict(self.headers.items())))
        time.sleep(found.seconds)
        with suppress(OSError):
            self._answer(found)

    def _answer(self, found: Stranger) -> None:
        kind, _, name = self.path.strip("/").partition("/")
        if found.is_down:
            self.send(503, b"")
        elif self.path in found.answers:
            found.answers[self.path](self)
        elif kind == "simple" and not name:
            self._page(found.names())
        elif kind == "simple" and name in found.files:
            self._page(found.page(name))
        elif kind == "files":
            self._file(name)
        else:
            self.send(404, b"")

    def _page(self, body: bytes) -> None:
        etag = f'"{hashlib.sha256(body).hexdigest()}"'
        if self.headers.get("If-None-Match") == etag:
            self.send(304, b"", ETag=etag)
        else:
            self.send(200, body, ETag=etag, **{"Content-Type": JSON})

    def _file(self, name: str) -> None:
        for files in self.server.found.files.values():
            if name in files:
                self.send(200, files[name])
                return
        self.send(404, b"")

    def send(self, status: int, body: bytes, **headers: str) -> None:
        """Send an answer with its length."""
        self.send_response(status)
        for key, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(key, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *about: Any) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.found = Stranger(self.server_port)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of clients that went away."""


@contextmanager
def stranger() -> Iterator[Stranger]:
    """Run such an index for as long as the block lasts."""
    server = _Server()
    with served(server):
        yield server.found
