"""The half of a connection that sends, refuses, and ends it.

A client that takes what it is sent too slowly is cut; one that is answered before all of
its request was read may go on sending for a while (`lingering_close.py`).
"""

import asyncio
import math
import os
from collections.abc import Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING

from warehouse.edge.representation import ReadyResponse
from warehouse.server.heads import Head
from warehouse.server.lingering_close import LingeringClose
from warehouse.server.sendfile import FileSender

if TYPE_CHECKING:
    from warehouse.server.server import Server

Headers = Iterable[tuple[bytes, bytes]]

_TEXT = (b"content-type", b"text/plain; charset=utf-8")
_SLOW = "The head of a request may take {seconds:g} seconds."


class Outlet(asyncio.Protocol):
    """Sends to a client."""

    transport: asyncio.Transport

    def __init__(self, server: "Server") -> None:
        self._server = server
        self._file_sender: FileSender | None = None
        self._lingering: LingeringClose | None = None
        self._room: asyncio.Event | None = None
        """Set when the client has taken enough; None while there is room for more."""
        self._is_closed = self._hears_nothing_more = self._has_part_of_head = False
        self.deadline = math.inf
        """When the connection is cut, by the clock of the event loop."""

    def pause_writing(self) -> None:
        """Limit the time in which a client takes what is buffered for it."""
        self._room = asyncio.Event()
        self._expect(self._server.slow_clients.taking)

    def resume_writing(self) -> None:
        """Lift that limit."""
        if self._room is not None:
            self._room.set()
            self._room = None
        if self._lingering is None:
            self._expect(None)

    def connection_lost(self, error: Exception | None) -> None:
        """Let go of whatever waits for the client."""
        self._is_closed = True
        self.deadline = math.inf
        if self._file_sender is not None:
            self._file_sender.close()
        if self._room is not None:
            self._room.set()
            self._room = None

    def write(self, data: bytes) -> None:
        """Send bytes; raises `ConnectionResetError` if nobody takes them any more."""
        if self._is_closed:
            raise ConnectionResetError("the connection is closed")
        self.transport.write(data)

    async def drain(self) -> None:
        """Wait until the client has taken enough of what it was sent."""
        if self._room is not None:
            await self._room.wait()

    def head(self, line: bytes, headers: Headers, *, closes: bool) -> bytes:
        """Return the head of a response, with the headers of the connection."""
        lines = [line, *(b"%s: %s" % each for each in headers)]
        end = b"Connection: close\r\n\r\n" if closes else b"\r\n"
        return b"".join((b"\r\n".join(lines), b"\r\n", self._server.date_header, end))

    def is_to_close(self, head: Head) -> bool:
        """Return whether the connection ends with the response to this request."""
        return not head.keeps_alive or self._server.is_closing

    def refuse(self, status: int, sentence: str, headers: Headers = ()) -> None:
        """Answer with a sentence, and read no more requests."""
        phrase = HTTPStatus(status).phrase
        body = f"{status} {phrase}\n\n{sentence}\n".encode()
        line = f"HTTP/1.1 {status} {phrase}".encode()
        headers = [_TEXT, (b"content-length", b"%d" % len(body)), *headers]
        self.write(self.head(line, headers, closes=True) + body)
        self._close(lingers=True)

    def cut(self) -> None:
        """End the connection, because its client is too slow."""
        self.deadline = math.inf
        if self._has_part_of_head and not self._is_closed:
            # It sends slowly what others send at once, and may not know that we wait.
            seconds = self._server.slow_clients.head
            self.refuse(408, _SLOW.format(seconds=seconds))
            self.transport.close()
        else:
            self.transport.abort()

    async def _send_file(self, ready: ReadyResponse, *, closes: bool) -> bool:
        """Have the kernel send a range of a file; returns False if the client left."""
        assert ready.byte_range is not None
        end = b"Connection: close\r\n\r\n" if closes else b"\r\n"
        head = b"".join((ready.head, self._server.date_header, end))
        if self._file_sender is None:
            descriptor = self.transport.get_extra_info("socket").fileno()
            loop = self._server.loop
            self._file_sender = FileSender(loop, descriptor, self._wait_for_taking)
        try:
            return await self._file_sender.send(head, ready.handle, ready.byte_range)
        finally:
            os.close(ready.handle)

    def _wait_for_taking(self, waits: bool) -> None:
        self._expect(self._server.slow_clients.taking if waits else None)

    def _close(self, *, lingers: bool) -> None:
        """Close the connection; slowly, if the client may be sending still."""
        self._is_closed = True
        if not lingers or self._hears_nothing_more:
            self.transport.close()
            return
        self._lingering = LingeringClose(self._server.slow_clients)
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self.transport.resume_reading()
        self._linger(b"")

    def _linger(self, data: bytes) -> None:
        seconds = self._lingering.drop(data) if self._lingering is not None else None
        if seconds is None:
            self.transport.close()
        else:
            self._expect(seconds)

    def _expect(self, seconds: float | None) -> None:
        """Cut the connection in so many seconds, unless this is called again before."""
        self.deadline = math.inf if seconds is None else self._server.now() + seconds
