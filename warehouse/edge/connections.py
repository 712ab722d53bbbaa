"""Connections: what is finished is sent at once, and nobody may keep one for nothing.

What the edge has ready is written here, past the machinery that gunicorn has for
applications: no task, no scope, no messages. What lies in a file is copied by the kernel.

Gunicorn's event loop holds thousands of connections cheaply, and not any number. The
first request must be there soon, and what we send must be taken. (How slowly a body may
come is said in `bodies`, and how long a connection may idle between two requests in
`warehouse/web.py`.)
"""

import os
from asyncio import BaseTransport, TimerHandle
from functools import partial
from typing import Any

from gunicorn.asgi import protocol
from gunicorn.workers import gasgi

from warehouse.edge.answering import Edge
from warehouse.edge.calling import Status
from warehouse.edge.crowds import Crowd
from warehouse.edge.lanes import Intake, Lane
from warehouse.edge.sending import Ready
from warehouse.edge.targets import to_origin_form
from warehouse.edge.travelling import TravellingProtocol
from warehouse.edge.windows import Part, Pipe

FOR_HEADERS = 5.0
"""Seconds until the headers of a connection's first request must have come."""

FOR_TAKING = 30.0
"""Seconds in which a client must take what fills the buffer to it, 64 KiB."""

TOO_MANY = (
    "There are more than {each} connections from your address. Close some of them, or use "
    "each for many requests, and try again."
)


class PatientProtocol(TravellingProtocol):
    """A connection that is cut when its client is too slow, or is one too many."""

    _timer: TimerHandle | None = None
    _address = ""
    """Where the client is, if that tells one from another."""
    _is_one_too_many = False
    _pipe: Pipe | None = None
    _response_buffer: Any

    def connection_made(self, transport: BaseTransport) -> None:
        """Begin, unless there are too many connections already."""
        self._expect(FOR_HEADERS)
        super().connection_made(transport)
        self.worker.connections.add(self)
        peer = transport.get_extra_info("peername")
        if isinstance(peer, tuple) and self.worker.crowd is not None:
            self._address = str(peer[0])
            self.worker.crowd.enter(self._address)
            self._is_one_too_many = self.worker.crowd.is_too_much_of(self._address)
        if self.worker.nr_conns > self.worker.worker_connections:
            self._expect(0)

    def _on_headers_complete(self) -> Any:
        self._expect(None)
        skips_body = super()._on_headers_complete()
        if not self._current_request.raw_path.startswith(b"/"):
            to_origin_form(self._current_request)
        return skips_body

    async def _serve_http_request(self, request: Any, sockname: Any, peername: Any) -> Any:
        """Answer one request; whether another one may follow on the connection."""
        may_follow = await self._answer(request, sockname, peername)
        # A client that has closed its side meanwhile would only be waited for.
        return may_follow and (
            not self._hears_nothing_more or bool(self._callback_parser.remaining())
        )

    async def _answer(self, request: Any, sockname: Any, peername: Any) -> Any:
        """Send what the edge has ready, or let gunicorn ask the application."""
        if self._is_one_too_many:
            each = self.worker.crowd.each
            self._refuse(429, TOO_MANY.format(each=each), [("Retry-After", "10")])
            return False
        ready = self._ready(request)
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
        if ready.part is not None:
            return await self._copy(head, ready.handle, ready.part) and not closes
        self._response_buffer = head
        if ready.body:
            self._send_body(ready.body)
        else:
            self._safe_write(head)
        if self._flow_control.write_paused:
            await self._flow_control.drain()
        return not closes

    def _ready(self, request: Any) -> Ready | None:
        """What can be sent without asking anybody; only to a whole and plain request."""
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
        return edge.at_once(request, may_copy=may_copy)

    async def _copy(self, head: bytes, handle: int, part: Part) -> bool:
        """Have the kernel send a part of a file; False if it could not send all of it."""
        if self._pipe is None:
            descriptor = self.transport.get_extra_info("socket").fileno()
            self._pipe = Pipe(self.worker.loop, descriptor, self._wait_for_taking)
        try:
            return await self._pipe.send(head, handle, part)
        finally:
            os.close(handle)

    def _wait_for_taking(self, waits: bool) -> None:
        self._expect(FOR_TAKING if waits else None)

    def eof_received(self) -> bool:
        """A client that has no more to say may still want to hear what we think of it."""
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
        """Send the reason phrase of the application, which ASGI has no words for."""
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
        """The client takes less than we send."""
        super().pause_writing()
        self._expect(FOR_TAKING)

    def resume_writing(self) -> None:
        """The client has caught up."""
        super().resume_writing()
        if self._lingering is None:
            self._expect(None)

    def connection_lost(self, error: Exception | None) -> None:
        """The end."""
        self._expect(None)
        if self._pipe is not None:
            self._pipe.close()
        self.worker.connections.discard(self)
        if self._address:
            self.worker.crowd.leave(self._address)
            self._address = ""
        super().connection_lost(error)

    @property
    def is_idle(self) -> bool:
        """Whether nothing is being answered or asked on it."""
        return bool(self._awaiting_request) or self._lingering is not None

    def _expect(self, seconds: float | None) -> None:
        """Cut the connection in so many seconds, unless something happens before."""
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
            self._refuse(408, f"The head of a request may take {FOR_HEADERS:g} seconds.")
            self.transport.close()
        else:
            self.transport.abort()


class PatientWorker(gasgi.ASGIWorker):
    """Gunicorn's ASGI worker over such connections."""

    connections: set[PatientProtocol]
    asgi: Any
    sockets: list[Any]
    crowd: Crowd | None = None
    """How many connections each address has, where that is counted."""
    lane: Lane | None = None
    """What this process is for, where not every one is for everything."""

    def init_process(self) -> None:
        """Serve connections of ours; the worker looks the class up in its module."""
        gasgi.ASGIProtocol = PatientProtocol
        self.connections = set()
        super().init_process()

    def load_wsgi(self) -> None:
        """Answer uploads without a store, which only those who read have a use for."""
        super().load_wsgi()
        if isinstance(self.asgi, Edge) and self.asgi.gateway.doors.counts_connections:
            self.crowd = self.asgi.gateway.doors.connections
        if self._is_for_uploads and isinstance(self.asgi, Edge):
            self.asgi = self.asgi.behind()

    async def _serve(self) -> None:
        """Take connections that others give away, and, unless for uploads, new ones."""
        if self.lane is not None:
            make = partial(PatientProtocol, self)
            self.servers.append(Intake(self.loop, self.lane, make))
        if self._is_for_uploads:
            self.sockets = []
        await super()._serve()

    @property
    def _is_for_uploads(self) -> bool:
        return self.lane is not None and self.lane.is_for_uploads

    async def _shutdown(self) -> None:
        """Finish what is being answered; nobody waits for clients that ask for nothing."""
        for server in self.servers:
            server.close()
        for connection in list(self.connections):
            if connection.is_idle:
                connection.transport.close()
        await super()._shutdown()
