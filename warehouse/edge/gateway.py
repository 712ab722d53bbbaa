"""The WSGI application behind the edge, run in threads.

A thread is held only while the application works: small bodies are read before it is
asked, and long answers are drawn piece by piece as fast as the client takes them. Only
an upload is read while the application works, so uploads have threads of their own.
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from urllib.parse import unquote_to_bytes

from warehouse.application import LARGEST_BODY, UPLOADS, WSGI
from warehouse.edge.bodies import Body, Receive, Stream

Scope = dict[str, Any]
Send = Callable[[dict[str, Any]], Awaitable[None]]

_PIECE = 512 * 1024
_THREADS, _UPLOAD_THREADS = 8, 16


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


class Gateway:
    """Asks the application."""

    def __init__(self, application: WSGI) -> None:
        self.application = application
        self._threads = ThreadPoolExecutor(_THREADS, "pages")
        self._upload_threads = ThreadPoolExecutor(_UPLOAD_THREADS, "uploads")

    async def ask(self, environ: dict[str, Any]) -> Answer:
        """What the application answers to a request without a body."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, self._call, environ)

    async def discard(self, answer: Answer) -> None:
        """Let go of what a long answer holds, without drawing it."""
        if answer.close is not None:
            loop = asyncio.get_running_loop()
            await loop.run_in_executor(self._threads, answer.close)

    async def serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        loop = asyncio.get_running_loop()
        environ = environ_of(scope)
        body = Body(receive)
        threads = self._threads
        if environ["PATH_INFO"].startswith(UPLOADS):
            threads = self._upload_threads
            environ["wsgi.input"] = Stream(body, loop)
            environ["wsgi.input_terminated"] = True
        elif _has_small_body(environ):
            environ["wsgi.input"] = BytesIO(await body.whole(LARGEST_BODY))
        answer = await loop.run_in_executor(threads, self._call, environ)
        await self._send(answer, send)

    async def draw(self, pieces: Iterator[bytes], send: Send) -> None:
        """Send a long body as it is drawn, in a thread, as fast as the client takes it."""
        loop = asyncio.get_running_loop()
        while piece := await loop.run_in_executor(self._threads, _draw, pieces):
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b""})

    async def _send(self, answer: Answer, send: Send) -> None:
        try:
            await send(
                {
                    "type": "http.response.start",
                    "status": answer.status,
                    "headers": answer.headers,
                }
            )
            is_long = answer.rest is not None
            await send(
                {
                    "type": "http.response.body",
                    "body": answer.body,
                    "more_body": is_long,
                }
            )
            if answer.rest is not None:
                await self.draw(answer.rest, send)
        finally:
            await self.discard(answer)

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

        result = self.application(environ, start_response)
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
        self._upload_threads.shutdown(cancel_futures=True)


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


def _has_small_body(environ: dict[str, Any]) -> bool:
    length = environ.get("CONTENT_LENGTH", "")
    return length.isdigit() and 0 < int(length) <= LARGEST_BODY


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
