"""The WSGI application behind the edge, called in threads (PEP 3333).

Requests that compute for long, such as an upload that was received, have threads of their
own, so that pages never wait for them.
"""

import asyncio
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, TypeVar
from urllib.parse import unquote_to_bytes

from warehouse.application import WSGI
from warehouse.http.threads import PAGE_THREADS

T = TypeVar("T")
Scope = dict[str, Any]

_PIECE = 512 * 1024
_WORKING_THREADS = 16


class Status(int):
    """A status code with the reason phrase that the application gave it.

    Twine shows that phrase to people (`warehouse/server/exchange.py` sends it).
    """

    reason = b""

    @classmethod
    def of(cls, line: str) -> "Status":
        """Read the status that a WSGI application begins its response with."""
        code, _, reason = line.partition(" ")
        status = cls(code)
        status.reason = "".join(filter(str.isprintable, reason)).encode(
            "latin-1", "replace"
        )
        return status


@dataclass
class WSGIResponse:
    """What the application responded."""

    status: int = 500
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    body: bytes = b""
    rest: Iterator[bytes] | None = None
    """What follows `body`, where the answer is a long one."""
    close: Callable[[], None] | None = None
    threads: Executor | None = None
    """Where it was made, and the rest of it is; None for those of pages."""

    @classmethod
    def of(
        cls, status: str, text: bytes, headers: Iterable[tuple[bytes, bytes]] = ()
    ) -> "WSGIResponse":
        """Make a plain-text response of our own."""
        own = [
            (b"content-type", b"text/plain; charset=utf-8"),
            (b"content-length", str(len(text)).encode()),
        ]
        return cls(Status.of(status), [*own, *headers], text)


class WSGIApplication:
    """Calls the application in threads."""

    def __init__(self, application: WSGI) -> None:
        self.wsgi = application
        self._threads = ThreadPoolExecutor(PAGE_THREADS, "pages")
        self._working_threads = ThreadPoolExecutor(_WORKING_THREADS, "uploads")

    async def ask(self, environ: dict[str, Any]) -> WSGIResponse:
        """Return the response to a request that takes little time."""
        return await self.run(self._call, environ)

    def work(self, environ: dict[str, Any]) -> asyncio.Future[WSGIResponse]:
        """Return the response to a request that may compute for long."""
        loop, threads = asyncio.get_running_loop(), self._working_threads
        return loop.run_in_executor(threads, self._call, environ, threads)

    async def run(self, function: Callable[..., T], *args: Any) -> T:
        """Call `function` in a thread and return its result."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, function, *args)

    def later(self, function: Callable[[], Any]) -> None:
        """Call `function` in a thread without waiting for it."""
        self._threads.submit(function)

    async def discard(self, answer: WSGIResponse) -> None:
        """Close a response without reading the rest of it."""
        if answer.close is not None:
            await self.run(answer.close)

    async def more(self, pieces: Iterator[bytes], threads: Executor | None = None) -> bytes:
        """Return the next bytes of a long response; none at its end."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(threads or self._threads, _draw, pieces)

    def _call(
        self, environ: dict[str, Any], threads: Executor | None = None
    ) -> WSGIResponse:
        answer = WSGIResponse(threads=threads)

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
    def _begin(answer: WSGIResponse, result: Iterable[bytes]) -> None:
        if isinstance(result, list | tuple):
            answer.body = b"".join(result)
            return
        pieces = iter(result)
        answer.body = _draw(pieces)
        answer.rest = pieces

    def close(self) -> None:
        """Wait for the requests that are being answered, and take no more."""
        self._threads.shutdown(cancel_futures=True)
        self._working_threads.shutdown(cancel_futures=True)


class FileWrapper:
    """Yields a file in pieces, for applications that hand one to the server (PEP 3333)."""

    def __init__(self, file: Any, size: int = _PIECE) -> None:
        self._file = file
        if hasattr(file, "close"):
            self.close = file.close

    def __iter__(self) -> Iterator[bytes]:
        while piece := self._file.read(_PIECE):
            yield piece


def environ_of(scope: Scope) -> dict[str, Any]:
    """Make a WSGI environment of an ASGI scope (PEP 3333)."""
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
    """Return the next bytes of a long response; none at its end."""
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
