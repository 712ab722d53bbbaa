"""The WSGI application behind the edge, called in threads.

What computes for long, an upload that has come whole, has threads of its own, so that
pages and small things never wait for those.
"""

import asyncio
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, TypeVar
from urllib.parse import unquote_to_bytes

from warehouse.application import WSGI

T = TypeVar("T")
Scope = dict[str, Any]

_PIECE = 512 * 1024
_THREADS, _WORKING_THREADS = 8, 16


class Status(int):
    """A status code with the reason phrase that the application gave it.

    Twine shows that phrase to people, so it is to reach them (`connections.py` sends it).
    """

    reason = b""

    @classmethod
    def of(cls, line: str) -> "Status":
        """The status that a WSGI application begins its answer with."""
        code, _, reason = line.partition(" ")
        status = cls(code)
        status.reason = "".join(filter(str.isprintable, reason)).encode(
            "latin-1", "replace"
        )
        return status


@dataclass
class Answer:
    """What the application answered."""

    status: int = 500
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    body: bytes = b""
    rest: Iterator[bytes] | None = None
    """What follows `body`, where the answer is a long one."""
    close: Callable[[], None] | None = None

    @classmethod
    def of(
        cls, status: str, text: bytes, headers: Iterable[tuple[bytes, bytes]] = ()
    ) -> "Answer":
        """An answer of our own, in plain text."""
        own = [
            (b"content-type", b"text/plain; charset=utf-8"),
            (b"content-length", str(len(text)).encode()),
        ]
        return cls(Status.of(status), [*own, *headers], text)


class Application:
    """Asks the application."""

    def __init__(self, application: WSGI) -> None:
        self.wsgi = application
        self._threads = ThreadPoolExecutor(_THREADS, "pages")
        self._working_threads = ThreadPoolExecutor(_WORKING_THREADS, "uploads")

    async def ask(self, environ: dict[str, Any]) -> Answer:
        """What it answers to a request that it needs little time for."""
        return await self.run(self._call, environ)

    def work(self, environ: dict[str, Any]) -> asyncio.Future[Answer]:
        """What it answers to a request that it may compute about for long."""
        loop = asyncio.get_running_loop()
        return loop.run_in_executor(self._working_threads, self._call, environ)

    async def run(self, function: Callable[..., T], *args: Any) -> T:
        """What `function` answers, in a thread."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, function, *args)

    def later(self, function: Callable[[], Any]) -> None:
        """Call `function` in a thread, and do not wait for that."""
        self._threads.submit(function)

    async def discard(self, answer: Answer) -> None:
        """Let go of what a long answer holds, without drawing it."""
        if answer.close is not None:
            await self.run(answer.close)

    async def more(self, pieces: Iterator[bytes]) -> bytes:
        """Some more of a long answer; nothing at its end."""
        return await self.run(_draw, pieces)

    def _call(self, environ: dict[str, Any]) -> Answer:
        answer = Answer()

        def start_response(
            status: str, headers: list[tuple[str, str]], exc_info: Any = None
        ) -> Callable[[bytes], None]:
            answer.status = Status.of(status)
            answer.headers = [
                (name.lower().encode("latin-1"), value.encode("latin-1"))
                for name, value in headers
            ]
            return _no_writing

        result = self.wsgi(environ, start_response)
        answer.close = getattr(result, "close", None)
        try:
            self._begin(answer, result)
        except BaseException:
            if answer.close is not None:
                answer.close()
            raise
        return answer

    @staticmethod
    def _begin(answer: Answer, result: Iterable[bytes]) -> None:
        if isinstance(result, list | tuple):
            answer.body = b"".join(result)
            return
        pieces = iter(result)
        answer.body = _draw(pieces)
        answer.rest = pieces

    def close(self) -> None:
        """Wait for what is being answered, and take nothing more."""
        self._threads.shutdown(cancel_futures=True)
        self._working_threads.shutdown(cancel_futures=True)


class FileWrapper:
    """A file as pieces, for applications that ask the server to send one (PEP 3333)."""

    def __init__(self, file: Any, size: int = _PIECE) -> None:
        self._file = file
        if hasattr(file, "close"):
            self.close = file.close

    def __iter__(self) -> Iterator[bytes]:
        while piece := self._file.read(_PIECE):
            yield piece


def environ_of(scope: Scope) -> dict[str, Any]:
    """The request as PEP 3333 has it."""
    client = scope.get("client") or ("", 0)
    server = scope.get("server") or ("localhost", 0)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": str(server[0]),
        "SERVER_PORT": str(server[1] or 80),
        "REMOTE_ADDR": str(client[0]) or "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "wsgi.file_wrapper": FileWrapper,
    }
    for raw_name, raw_value in scope["headers"]:
        name = raw_name.decode("latin-1").upper().replace("-", "_")
        if name not in {"CONTENT_TYPE", "CONTENT_LENGTH"}:
            name = f"HTTP_{name}"
        value = raw_value.decode("latin-1")
        environ[name] = f"{environ[name]},{value}" if name in environ else value
    return environ


def _draw(pieces: Iterator[bytes]) -> bytes:
    """Some more of a long answer; nothing at its end."""
    drawn: list[bytes] = []
    size = 0
    for piece in pieces:
        drawn.append(piece)
        size += len(piece)
        if size >= _PIECE:
            break
    return b"".join(drawn)


def _no_writing(data: bytes) -> None:
    raise NotImplementedError("write() is not supported: return the body instead")
