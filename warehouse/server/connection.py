"""One connection: reads requests, sends stored responses at once, has the others made.

A stored response is found when the head has come, and written as finished bytes: no task,
no scope, no messages. Everything else is asked of the application (`exchange.py`), one
request at a time. A client that is too slow is cut (`warehouse/edge/slow_clients.py`).
"""

import asyncio
import math
import os
import time
from collections.abc import Coroutine
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import unquote_to_bytes

from warehouse.edge.byte_ranges import ByteRange
from warehouse.server.exchange import Exchange, Headers
from warehouse.server.heads import BadRequest, Head
from warehouse.server.lingering_close import LingeringClose
from warehouse.server.reading import RequestReader
from warehouse.server.sendfile import FileSender

if TYPE_CHECKING:
    from warehouse.server.worker import EdgeWorker

_GRACE_SECONDS = 3.0
"""In which a request of a client that is gone may end by itself."""

_TOO_MANY = (
    "There are more than {each} connections from your address. Close some of them, or use "
    "each for many requests, and try again."
)
_SLOW = "The head of a request may take {seconds:g} seconds."
_OURS = "Something went wrong on our side, which is written down here. Try again."
_UNREADABLE = "The request is not HTTP/1.1 as RFC 9112 has it: {reason}."
_TEXT = (b"content-type", b"text/plain; charset=utf-8")
_ASGI = {"version": "3.0", "spec_version": "2.4"}


class Connection(asyncio.Protocol):
    """A connection to a client."""

    transport: asyncio.Transport

    def __init__(self, worker: "EdgeWorker", said: bytes = b"") -> None:
        self._worker, self._said = worker, said
        self._reader = RequestReader(worker.heads)
        self._exchange: Exchange | None = None
        self._task: asyncio.Task[None] | None = None
        self._sender: FileSender | None = None
        self._lingering: LingeringClose | None = None
        self._room: asyncio.Event | None = None
        """Set when the client has taken enough; None while there is room for more."""
        self._address = ""
        """That of the client, if connections are counted by it."""
        self._is_one_too_many = self._hears_nothing_more = self._is_closed = False
        self._is_reading = True
        self._has_part_of_head = False
        self.deadline = math.inf
        """When it is cut, by the clock of the event loop."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin, with what another process has read of the connection."""
        self.transport = cast("asyncio.Transport", transport)
        self._worker.connections.add(self)
        peer = transport.get_extra_info("peername")
        limit = self._worker.connection_limit
        if isinstance(peer, tuple) and limit is not None:
            self._address = str(peer[0])
            limit.enter(self._address)
            self._is_one_too_many = limit.is_exceeded_by(self._address)
        self._expect(self._worker.slow_client_limits.head)
        if self._worker.has_too_many_connections:
            self.transport.abort()
            return
        said, self._said = self._said, b""
        if said:
            self.data_received(said)

    def data_received(self, data: bytes) -> None:
        """Read `data`, or drop it if the client was answered already."""
        if self._lingering is not None:
            self._linger(data)
            return
        self._reader.feed(data)
        if self._is_busy:
            self._read_body()
        else:
            self._advance()

    def eof_received(self) -> bool:
        """Keep our side open for a client that may still wait for an answer."""
        self._hears_nothing_more = True
        if not self._is_busy or self._lingering is not None:
            return False
        if self._exchange is not None and not self._exchange.is_received:
            self._exchange.lose()
        return not self._worker.is_secure

    def pause_writing(self) -> None:
        """Limit the time in which a client takes what is buffered for it."""
        self._room = asyncio.Event()
        self._expect(self._worker.slow_client_limits.taking)

    def resume_writing(self) -> None:
        """Lift that limit, and go on."""
        if self._room is not None:
            self._room.set()
            self._room = None
        if self._lingering is None:
            self._expect(None)
            self._advance()

    def connection_lost(self, error: Exception | None) -> None:
        """Release what the connection held, and let what is being answered end."""
        self._is_closed = True
        self.deadline = math.inf
        self._worker.connections.discard(self)
        if self._sender is not None:
            self._sender.close()
        if self._address and self._worker.connection_limit is not None:
            self._worker.connection_limit.leave(self._address)
        if self._room is not None:
            self._room.set()
            self._room = None
        if self._exchange is not None:
            self._exchange.lose()
        if self._task is not None:
            self._worker.loop.call_later(_GRACE_SECONDS, self._task.cancel)

    @property
    def is_idle(self) -> bool:
        """Return whether nothing is being asked or answered."""
        return self._lingering is not None or not self._is_busy

    @property
    def _is_busy(self) -> bool:
        """Return whether the next request has to wait."""
        return self._task is not None or self._room is not None or self._is_closed

    def _advance(self) -> None:
        """Answer one request after the other, until one has to be waited for."""
        while not self._is_busy:
            if not self._reader.has_unread:
                self._wait()
                return
            if self._was_handed_off():
                return
            try:
                head = self._reader.next()
            except BadRequest as error:
                self._refuse(error.status, _UNREADABLE.format(reason=error.reason))
                return
            if head is None:
                self._wait()
                return
            self._answer(cast("Head", head))
        self._pace()

    def _answer(self, head: Head) -> None:
        """Send the stored response, or have one made."""
        self._has_part_of_head = False
        worker = self._worker
        if self._is_one_too_many and worker.connection_limit is not None:
            each = worker.connection_limit.each
            self._refuse(429, _TOO_MANY.format(each=each), [(b"retry-after", b"10")])
            return
        edge = worker.edge
        ready = None
        if edge is not None and head.length == 0 and head.version == "1.1":
            may_copy = not (worker.is_secure or self.transport.get_write_buffer_size())
            ready = edge.stored_response(head, worker.scheme, may_copy=may_copy)
        if ready is None:
            self._begin(head)
            return
        closes = self.is_to_close(head)
        end = b"Connection: close\r\n\r\n" if closes else b"\r\n"
        if ready.byte_range is not None:
            start = b"".join((ready.head, worker.date_header, end))
            self._spawn(self._copy(start, ready.handle, ready.byte_range, closes))
            return
        self.transport.write(b"".join((ready.head, worker.date_header, end, ready.body)))
        if closes:
            self._close()

    def _begin(self, head: Head) -> None:
        """Have the application answer."""
        self._expect(None)
        raw_path = head.path
        scope = {
            "type": "http",
            "asgi": _ASGI,
            "http_version": head.version,
            "method": head.method,
            "scheme": self._worker.scheme,
            "path": unquote_to_bytes(raw_path).decode("utf-8", "replace"),
            "raw_path": raw_path,
            "query_string": head.query,
            "root_path": "",
            "headers": head.headers,
            "client": self._name("peername"),
            "server": self._name("sockname"),
        }
        self._exchange = Exchange(self, head, scope)
        self._spawn(self._run(self._exchange))
        self._read_body()

    async def _run(self, exchange: Exchange) -> None:
        begun = time.monotonic()
        try:
            await self._worker.asgi(exchange.scope, exchange.receive, exchange.send)
            if not exchange.is_answered:
                raise RuntimeError("the application ended before its response did")
        except Exception as error:
            if isinstance(error, ConnectionResetError) and self._is_closed:
                return
            self._worker.log.exception("A request failed: %s", exchange.scope["path"])
            if not exchange.has_begun:
                self._refuse(500, _OURS)
            elif not exchange.is_answered:
                self.transport.abort()
        finally:
            self._worker.note(exchange, time.monotonic() - begun)

    async def _copy(
        self, head: bytes, handle: int, byte_range: ByteRange, closes: bool
    ) -> None:
        """Have the kernel send a range of a file."""
        if self._sender is None:
            descriptor = self.transport.get_extra_info("socket").fileno()
            self._sender = FileSender(self._worker.loop, descriptor, self._wait_for_taking)
        try:
            is_sent = await self._sender.send(head, handle, byte_range)
        finally:
            os.close(handle)
        self._go_on(closes or not is_sent)

    def _wait_for_taking(self, waits: bool) -> None:
        self._expect(self._worker.slow_client_limits.taking if waits else None)

    def _spawn(self, doing: Coroutine[Any, Any, None]) -> None:
        self._task = self._worker.loop.create_task(doing)
        self._worker.tasks.add(self._task)
        self._task.add_done_callback(self._worker.tasks.discard)

    def _read_body(self) -> None:
        """Read what there is of a body, until the application has enough of it."""
        exchange = self._exchange
        try:
            while exchange and not (exchange.is_received or exchange.is_full):
                found = self._reader.next()
                if found is None:
                    break
                if isinstance(found, bytes):
                    exchange.feed(found)
                else:
                    exchange.end()
        except BadRequest as error:
            self._refuse(error.status, _UNREADABLE.format(reason=error.reason))
        self._pace()

    # What an exchange wants of its connection

    def write(self, data: bytes) -> None:
        """Send bytes; raises `ConnectionResetError` if nobody takes them any more."""
        if self._is_closed:
            raise ConnectionResetError("the connection is closed")
        self.transport.write(data)

    async def drain(self) -> None:
        """Wait until the client has taken enough of what it was sent."""
        if self._room is not None:
            await self._room.wait()

    def wants(self) -> None:
        """Read more of the body."""
        self._read_body()

    def head(self, line: bytes, headers: Headers, *, closes: bool) -> bytes:
        """Return the head of a response, with the headers of the connection."""
        lines = [line, *(b"%s: %s" % each for each in headers)]
        end = b"Connection: close\r\n\r\n" if closes else b"\r\n"
        return b"".join((b"\r\n".join(lines), b"\r\n", self._worker.date_header, end))

    def is_to_close(self, head: Head) -> bool:
        """Return whether the connection ends with this response."""
        return not head.keeps_alive or self._worker.is_closing

    def answered(self) -> None:
        """Go on to the next request, though the application may still tidy up."""
        exchange, self._exchange = self._exchange, None
        if exchange is not None:
            self._go_on(exchange.closes, lingers=not exchange.is_received)

    def _go_on(self, closes: bool, *, lingers: bool = False) -> None:
        self._task = None
        if closes:
            self._close(lingers=lingers)
        else:
            self._advance()

    def _wait(self) -> None:
        """Wait for a request, or for the rest of its head."""
        if self._hears_nothing_more:
            self._close()
        elif not self._reader.has_unread:
            self._expect(self._worker.keepalive)
        elif not self._has_part_of_head:
            self._has_part_of_head = True
            self._expect(self._worker.slow_client_limits.head)

    def _pace(self) -> None:
        """Read from the client only what there is a use for; its end is always one."""
        exchange = self._exchange
        reads = not self._reader.has_unread or (
            exchange is not None and not exchange.is_received and not exchange.is_full
        )
        if reads is not self._is_reading and not self._is_closed:
            self._is_reading = reads
            (self.transport.resume_reading if reads else self.transport.pause_reading)()

    def _was_handed_off(self) -> bool:
        """Hand the connection off if its next request is for the other pool."""
        pool = self._worker.pool
        if pool is None:
            return False
        said = self._reader.unread
        if not said or pool.is_for(said) or self.transport.get_write_buffer_size():
            return False
        descriptor = self.transport.get_extra_info("socket").fileno()
        if not pool.other.put(descriptor, said):
            return False
        # The other process has a descriptor of its own, so the client notices nothing.
        self._is_closed = True
        self.transport.abort()
        return True

    def _refuse(self, status: int, sentence: str, headers: Headers = ()) -> None:
        """Answer with a sentence, and read no more requests."""
        if self._is_closed:
            return
        if self._exchange is not None:
            self._exchange.lose()
            if self._exchange.has_begun:
                self.transport.abort()
                return
        phrase = HTTPStatus(status).phrase
        body = f"{status} {phrase}\n\n{sentence}\n".encode()
        line = f"HTTP/1.1 {status} {phrase}".encode()
        headers = [_TEXT, (b"content-length", b"%d" % len(body)), *headers]
        self.transport.write(self.head(line, headers, closes=True) + body)
        self._close(lingers=True)

    def _close(self, *, lingers: bool = False) -> None:
        """Close the connection; slowly, if the client may be sending still."""
        self._is_closed = True
        if not lingers or self._hears_nothing_more:
            self.transport.close()
            return
        self._lingering = LingeringClose(self._worker.slow_client_limits)
        if self.transport.can_write_eof():
            self.transport.write_eof()
        if not self._is_reading:
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
        self.deadline = math.inf if seconds is None else self._worker.now() + seconds

    def cut(self) -> None:
        """End the connection, because its client is too slow."""
        self.deadline = math.inf
        if self._has_part_of_head and self._lingering is None:
            # It sends slowly what others send at once, and may not know that we wait.
            seconds = self._worker.slow_client_limits.head
            self._refuse(408, _SLOW.format(seconds=seconds))
            self.transport.close()
        else:
            self.transport.abort()

    def _name(self, which: str) -> tuple[str, int] | None:
        """Return an address and a port, which a Unix socket does not have."""
        found = self.transport.get_extra_info(which)
        return (str(found[0]), int(found[1])) if isinstance(found, tuple) else None
