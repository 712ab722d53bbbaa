"""One connection: reads requests, sends stored responses at once, has the others made.

A stored response is found when the head has come, and written as finished bytes: no task,
no scope, no messages. Everything else is asked of the application (`exchange.py`), one
request at a time. A client that is too slow is cut (`warehouse/edge/slow_clients.py`).
"""

import asyncio
from typing import TYPE_CHECKING, cast

from warehouse.edge.representation import ReadyResponse
from warehouse.server.exchange import Exchange, scope_of
from warehouse.server.heads import BadRequest, Head
from warehouse.server.outlet import Outlet
from warehouse.server.reading import RequestReader

if TYPE_CHECKING:
    from warehouse.server.server import Server

_GRACE_SECONDS = 3.0
"""In which a request of a client that is gone may end by itself."""

_TOO_MANY = (
    "There are more than {each} connections from your address. Close some of them, or use "
    "each for many requests, and try again."
)
_OURS = "Something went wrong on our side, which is written down here. Try again."
_UNREADABLE = "The request is not HTTP/1.1 as RFC 9112 has it: {reason}."


class Connection(Outlet):
    """A connection to a client."""

    def __init__(self, server: "Server", said: bytes = b"") -> None:
        super().__init__(server)
        self._said = said
        """What another process has read of the connection already."""
        self._reader = RequestReader(server.heads)
        self._exchange: Exchange | None = None
        self._task: asyncio.Task[None] | None = None
        self._address = ""
        """That of the client, if connections are counted by it."""
        self._is_one_too_many, self._is_reading = False, True

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin, with what another process has read of the connection."""
        self.transport = cast("asyncio.Transport", transport)
        self._server.connections.add(self)
        peer = transport.get_extra_info("peername")
        limit = self._server.connection_limit
        if isinstance(peer, tuple) and limit is not None:
            self._address = str(peer[0])
            limit.enter(self._address)
            self._is_one_too_many = limit.is_exceeded_by(self._address)
        self._expect(self._server.slow_clients.head)
        if self._server.has_too_many_connections:
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
        is_busy, server = self._is_busy, self._server
        if server.edge is not None and not is_busy and not self._reader.has_unread:
            head = server.heads.known(data)
            if head is not None:
                self._expect(server.keepalive)
                self._answer(head)
                return
        self._reader.feed(data)
        if is_busy:
            self.read_body()
        else:
            self._advance()

    def eof_received(self) -> bool:
        """Keep our side open for a client that may still wait for an answer."""
        self._hears_nothing_more = True
        if self.is_idle:
            return False
        if self._exchange is not None and not self._exchange.is_received:
            self._exchange.lose()
        return not self._server.is_secure

    def resume_writing(self) -> None:
        """Go on, now that the client has taken what it was sent."""
        super().resume_writing()
        self._advance()

    def connection_lost(self, error: Exception | None) -> None:
        """Release what the connection held, and let what is being answered end."""
        super().connection_lost(error)
        self._server.connections.discard(self)
        if self._address and self._server.connection_limit is not None:
            self._server.connection_limit.leave(self._address)
        if self._exchange is not None:
            self._exchange.lose()
        if self._task is not None:
            self._server.loop.call_later(_GRACE_SECONDS, self._task.cancel)

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
        while not self._is_busy and self._reader.has_unread:
            pool = self._server.pool
            if pool is not None and pool.hand_off(self.transport, self._reader.unread):
                self._is_closed = True
                return
            try:
                head = self._reader.next()
            except BadRequest as error:
                self.refuse(error.status, _UNREADABLE.format(reason=error.reason))
                return
            if head is None:
                break
            self._answer(cast("Head", head))
        self._pace()
        if self._is_busy:
            return
        if self._hears_nothing_more:
            self._close(lingers=False)
        elif not self._reader.has_unread:
            self._expect(self._server.keepalive)
        elif not self._has_part_of_head:
            self._has_part_of_head = True
            self._expect(self._server.slow_clients.head)

    def _answer(self, head: Head) -> None:
        """Send the stored response, or have one made."""
        self._has_part_of_head = False
        server, edge = self._server, self._server.edge
        if self._is_one_too_many and server.connection_limit is not None:
            sentence = _TOO_MANY.format(each=server.connection_limit.each)
            self.refuse(429, sentence, [(b"retry-after", b"10")])
            return
        ready = None
        if edge is not None and head.length == 0 and head.version == "1.1":
            may_copy = not (server.is_secure or self.transport.get_write_buffer_size())
            ready = edge.stored_response(head, server.scheme, may_copy=may_copy)
        if ready is None:
            self._expect(None)
            scope = scope_of(head, server.scheme, self.transport)
            self._exchange = Exchange(self, head, scope)
            self._task = server.spawn(server.answer(self._exchange))
            self.read_body()
        elif ready.byte_range is not None:
            sending = self._send_stored_file(ready, closes=self.is_to_close(head))
            self._task = server.spawn(sending)
        elif self.is_to_close(head):
            end = b"Connection: close\r\n\r\n"
            whole = b"".join((ready.head, server.date_header, end, ready.body))
            self.transport.write(whole)
            self._close(lingers=False)
        else:
            self.transport.write(server.finished.written(ready))

    async def _send_stored_file(self, ready: ReadyResponse, *, closes: bool) -> None:
        try:
            is_sent = await self._send_file(ready, closes=closes)
        except OSError:
            self._server.log.exception("A file could not be read")
            self.transport.abort()
            return
        self.go_on(closes=closes or not is_sent)

    # What an exchange wants of its connection

    def read_body(self) -> None:
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
            self.fail(error.status, _UNREADABLE.format(reason=error.reason))
        self._pace()

    def go_on(self, *, closes: bool, lingers: bool = False) -> None:
        """Go on to the next request, though the application may still tidy up."""
        self._exchange = self._task = None
        if closes:
            self._close(lingers=lingers)
        else:
            self._advance()

    def fail(self, status: int = 500, sentence: str = _OURS) -> None:
        """End an exchange that came to nothing, with a sentence if nothing was said yet."""
        exchange = self._exchange
        if exchange is None or self._is_closed:
            return
        exchange.lose()
        if exchange.has_begun:
            self.transport.abort()
        else:
            self.refuse(status, sentence)

    def _pace(self) -> None:
        """Read from the client only what there is a use for; its end is always one."""
        exchange = self._exchange
        waits = exchange is not None and not exchange.is_received and not exchange.is_full
        reads = waits or not self._is_busy or not self._reader.has_unread
        if reads is not self._is_reading and not self._is_closed:
            self._is_reading = reads
            (self.transport.resume_reading if reads else self.transport.pause_reading)()
