"""One connection: sends stored responses at once, and is cut when its client is too slow.

A stored response is written past the machinery that gunicorn has for applications: no task,
no scope, no messages. A file is copied by the kernel (`sendfile.py`).

Gunicorn's event loop holds thousands of connections cheaply, but not any number. What a
client may take its time for is said in `warehouse/edge/slow_clients.py`.
"""

import os
from asyncio import BaseTransport, TimerHandle
from typing import Any

from gunicorn.asgi import protocol

from warehouse.edge.application import Edge
from warehouse.edge.byte_ranges import ByteRange
from warehouse.edge.responder import ReadyResponse
from warehouse.edge.wsgi import Status
from warehouse.server.handoff_protocol import HandoffProtocol
from warehouse.server.request_target import to_origin_form
from warehouse.server.sendfile import FileSender

TOO_MANY = (
    "There are more than {each} connections from your address. Close some of them, or use "
    "each for many requests, and try again."
)


class EdgeProtocol(HandoffProtocol):
    """A connection that is closed when its client is too slow, or has too many of them."""

    _timer: TimerHandle | None = None
    _address = ""
    """That of the client, if connections are counted by it."""
    _is_one_too_many = False
    _file_sender: FileSender | None = None
    _response_buffer: Any

    def connection_made(self, transport: BaseTransport) -> None:
        """Begin, unless there are too many connections already."""
        self._expect(self.worker.slow_client_limits.head)
        super().connection_made(transport)
        self.worker.connections.add(self)
        peer = transport.get_extra_info("peername")
        limit = self.worker.connection_limit
        if isinstance(peer, tuple) and limit is not None:
            self._address = str(peer[0])
            limit.enter(self._address)
            self._is_one_too_many = limit.is_exceeded_by(self._address)
        if self.worker.nr_conns > self.worker.worker_connections:
            self._expect(0)

    def _on_headers_complete(self) -> Any:
        self._expect(None)
        skips_body = super()._on_headers_complete()
        if not self._current_request.raw_path.startswith(b"/"):
            to_origin_form(self._current_request)
        return skips_body

    async def _serve_http_request(self, request: Any, sockname: Any, peername: Any) -> Any:
        """Answer one request; returns whether another may follow on the connection."""
        may_follow = await self._answer(request, sockname, peername)
        # A client that has closed its side meanwhile would only be waited for.
        return may_follow and (
            not self._hears_nothing_more or bool(self._callback_parser.remaining())
        )

    async def _answer(self, request: Any, sockname: Any, peername: Any) -> Any:
        """Send the stored response, or let gunicorn ask the application."""
        if self._is_one_too_many:
            each = self.worker.connection_limit.each
            self._refuse(429, TOO_MANY.format(each=each), [("Retry-After", "10")])
            return False
        ready = self._stored_response(request)
        if ready is None:
            return await super()._serve_http_request(request, sockname, peername)
        closes = self._will_close(request, False)
        head = b"".join(
            (
                ready.head,
                protocol._CACHED_SERVER_HEADER,
                protocol._get_cached_date_header(),
                b"Connection: close\r\n\r\n" if closes else b"\r\n",
            )
        )
        if ready.byte_range is not None:
            return await self._copy(head, ready.handle, ready.byte_range) and not closes
        self._response_buffer = head
        if ready.body:
            self._send_body(ready.body)
        else:
            self._safe_write(head)
        if self._flow_control.write_paused:
            await self._flow_control.drain()
        return not closes

    def _stored_response(self, request: Any) -> ReadyResponse | None:
        """Return the stored response to a request that has come as a whole, if any."""
        receiver, edge = self._body_receiver, self.app
        if (
            request.version != (1, 1)
            or receiver is None
            or not receiver._complete
            or receiver.buffered
            or self.log.access_log_enabled
            or not isinstance(edge, Edge)
        ):
            return None
        may_copy = not self._is_ssl and not self.transport.get_write_buffer_size()
        return edge.stored_response(
            request.method,
            (request.raw_path, request.query.encode("latin-1")),
            request.scheme,
            dict(request.headers_bytes),
            may_copy=may_copy,
        )

    async def _copy(self, head: bytes, handle: int, byte_range: ByteRange) -> bool:
        """Have the kernel send a range of a file; returns False if the client went away."""
        if self._file_sender is None:
            descriptor = self.transport.get_extra_info("socket").fileno()
            self._file_sender = FileSender(
                self.worker.loop, descriptor, self._wait_for_taking
            )
        try:
            return await self._file_sender.send(head, handle, byte_range)
        finally:
            os.close(handle)

    def _wait_for_taking(self, waits: bool) -> None:
        self._expect(self.worker.slow_client_limits.taking if waits else None)

    def eof_received(self) -> bool:
        """Keep our side open for a client that may still wait for an answer."""
        super().eof_received()
        if self._current_request is None or self._body_receiver is None:
            return False
        if self._lingering is not None:
            return False
        if not self._body_receiver._complete:
            self._body_receiver.signal_disconnect()
        return True

    def _send_response_start(
        self, status: int, headers: Any, request: Any, close: bool = False
    ) -> None:
        """Send the application's reason phrase, which ASGI has no field for."""
        super()._send_response_start(status, headers, request, close)
        if isinstance(status, Status) and status.reason:
            start: bytes = self._response_buffer
            line, rest = start.split(b"\r\n", 1)
            version = line.split(b" ", 1)[0]
            self._response_buffer = b"%s %d %s\r\n%s" % (
                version,
                status,
                status.reason,
                rest,
            )

    def pause_writing(self) -> None:
        """Limit the time in which a client takes what is buffered for it."""
        super().pause_writing()
        self._expect(self.worker.slow_client_limits.taking)

    def resume_writing(self) -> None:
        """Lift that limit."""
        super().resume_writing()
        if self._lingering is None:
            self._expect(None)

    def connection_lost(self, error: Exception | None) -> None:
        """Release what the connection held."""
        self._expect(None)
        if self._file_sender is not None:
            self._file_sender.close()
        self.worker.connections.discard(self)
        if self._address:
            self.worker.connection_limit.leave(self._address)
            self._address = ""
        super().connection_lost(error)

    @property
    def is_idle(self) -> bool:
        """Return whether nothing is being asked or answered."""
        return bool(self._awaiting_request) or self._lingering is not None

    def _expect(self, seconds: float | None) -> None:
        """Cut the connection in so many seconds, unless this is called again before."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if seconds is not None:
            self._timer = self.worker.loop.call_later(seconds, self._cut)

    def _cut(self) -> None:
        self._timer = None
        if self.transport is None:
            return
        if self._has_part_of_head and self._lingering is None:
            # It sends slowly what others send at once, and may not know that we wait.
            seconds = self.worker.slow_client_limits.head
            self._refuse(408, f"The head of a request may take {seconds:g} seconds.")
            self.transport.close()
        else:
            self.transport.abort()
