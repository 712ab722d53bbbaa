"""One request and its response, as messages of ASGI 3.

The application asks for the body piece by piece, and no more is read than it has asked for.
Its response is written with a length, in chunks, or until the connection ends.
"""

import asyncio
import re
from http import HTTPStatus
from typing import Any, Protocol
from urllib.parse import unquote_to_bytes

from warehouse.edge.wsgi import Scope, Status
from warehouse.server.heads import Head
from warehouse.server.outlet import Headers

ENOUGH = 64 * 1024
"""Bytes of a body that wait to be asked for, beyond which no more is read."""

_CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
_WITHOUT_BODY = {204, 304}
_BROKEN = re.compile(rb"[\r\n\0]")


class Line(Protocol):
    """The connection, for one request on it."""

    def write(self, data: bytes) -> None:
        """Send bytes; raises `ConnectionResetError` if nobody takes them any more."""

    async def drain(self) -> None:
        """Wait until the client has taken enough of them."""

    def read_body(self) -> None:
        """Read more of the body."""

    def head(self, line: bytes, headers: Headers, *, closes: bool) -> bytes:
        """Return the head of a response, with the connection's own headers."""

    def is_to_close(self, head: Head) -> bool:
        """Return whether the connection ends with this response."""

    def go_on(self, *, closes: bool, lingers: bool) -> None:
        """Go on to the next request."""

    def fail(self) -> None:
        """Say that something went wrong on our side, and end the connection."""


class Exchange:
    """Has an ASGI application answer one request."""

    def __init__(self, line: Line, head: Head, scope: Scope) -> None:
        self._line, self.head, self.scope = line, head, scope
        self._body, self._waiting = bytearray(), asyncio.Event()
        self._start: dict[str, Any] | None = None
        self._left: int | None = None
        """Bytes of the response that are to come, where it has a length."""
        self._is_chunked = False
        self._owes_continue = head.expects_continue
        self._is_told = False
        """Whether the application knows that the body has ended."""
        self.is_received = head.length == 0
        self.is_lost = False
        """Whether the client has left before it had sent all, or before it had all."""
        self.has_begun = self.is_answered = self.closes = False
        self.status, self.sent = 0, 0

    @property
    def is_full(self) -> bool:
        """Return whether more of the body waits than is worth having."""
        return len(self._body) >= ENOUGH

    def feed(self, piece: bytes) -> None:
        """Take a piece of the body."""
        self._body += piece
        self._waiting.set()

    def end(self) -> None:
        """Note that all of the body has come."""
        self.is_received = True
        self._waiting.set()

    def lose(self) -> None:
        """Note that the client is gone."""
        self.is_lost = True
        self._waiting.set()

    def fail(self) -> None:
        """End a response that the application will not end."""
        if not self.is_answered:
            self._line.fail()

    async def receive(self) -> dict[str, Any]:
        """Return the next message: a piece of the body, or that the client is gone."""
        if self._owes_continue and not (self._body or self.is_received or self.has_begun):
            self._line.write(_CONTINUE)
        self._owes_continue = False
        while not (self._body or self.is_lost or self.is_answered):
            if self.is_received and not self._is_told:
                break
            self._waiting.clear()
            self._line.read_body()
            await self._waiting.wait()
        if not self._body and (self.is_lost or self._is_told or self.is_answered):
            return {"type": "http.disconnect"}
        body, self._body = bytes(self._body), bytearray()
        self._is_told = self.is_received
        return {"type": "http.request", "body": body, "more_body": not self.is_received}

    async def send(self, message: dict[str, Any]) -> None:
        """Send a message of the application; raises if the client is gone."""
        if self.is_answered:
            raise RuntimeError("a response goes on after its end")
        if message["type"] == "http.response.start":
            self._start = message
            return
        await self._line.drain()
        body, more = message.get("body", b""), message.get("more_body", False)
        data = [] if self.has_begun else [self._begin(len(body), more)]
        if self.head.method == "HEAD" or self.status in _WITHOUT_BODY:
            self._left = 0
        elif self._is_chunked:
            data += [b"%x\r\n" % len(body), body, b"\r\n"] if body else []
            data += [] if more else [b"0\r\n\r\n"]
        else:
            data.append(body)
            if self._left is not None:
                self._left -= len(body)
        self.sent += len(body)
        if self._left is not None and (self._left < 0 or (self._left and not more)):
            raise RuntimeError(f"the length of a response is wrong by {self._left} bytes")
        self.has_begun = True
        self._line.write(b"".join(data))
        if not more:
            self.is_answered = True
            self._waiting.set()
            self._line.go_on(closes=self.closes, lingers=not self.is_received)

    def _begin(self, length: int, more: bool) -> bytes:
        """Return the head, given the first piece and whether there are more."""
        if self._start is None:
            raise RuntimeError("a response was not begun")
        status, headers = self._start["status"], list(self._start.get("headers", ()))
        self.status = int(status)
        for name, value in headers:
            if _BROKEN.search(name) or _BROKEN.search(value):
                raise RuntimeError(f"a header of a response has a line break: {name!r}")
        named = dict(headers)
        has_body = self.head.method != "HEAD" and self.status not in _WITHOUT_BODY
        if b"content-length" in named:
            self._left = int(named[b"content-length"])
        elif has_body and not more:
            headers.append((b"content-length", b"%d" % length))
            self._left = length
        elif has_body and self.head.version == "1.1":
            headers.append((b"transfer-encoding", b"chunked"))
            self._is_chunked = True
        is_endless = has_body and self._left is None and not self._is_chunked
        self.closes = (
            is_endless or not self.is_received or self._line.is_to_close(self.head)
        )
        if self.head.version == "1.0" and not self.closes:
            headers.append((b"connection", b"keep-alive"))
        version = self.head.version.encode()
        line = b"HTTP/%s %d %s" % (version, self.status, _phrase(status))
        return self._line.head(line, headers, closes=self.closes)


def _phrase(status: int) -> bytes:
    """Return the application's reason phrase, which ASGI has no field for, or the usual."""
    if isinstance(status, Status) and status.reason:
        return status.reason
    return HTTPStatus(status).phrase.encode()


def scope_of(head: Head, scheme: str, transport: asyncio.BaseTransport) -> Scope:
    """Return the scope of a request (ASGI 3); a Unix socket has no addresses."""
    client, server = map(transport.get_extra_info, ("peername", "sockname"))
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": head.version,
        "method": head.method,
        "scheme": scheme,
        "path": unquote_to_bytes(head.path).decode("utf-8", "replace"),
        "raw_path": head.path,
        "query_string": head.query,
        "root_path": "",
        "headers": head.headers,
        "client": client[:2] if isinstance(client, tuple) else None,
        "server": server[:2] if isinstance(server, tuple) else None,
    }
