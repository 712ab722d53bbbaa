"""How long a client may keep a connection without getting anything done with it.

Gunicorn's event loop holds thousands of connections cheaply, and not any number. The
first request must be there soon, and what we send must be taken. (How slowly a body may
come is said in `bodies`, and how long a connection may idle between two requests in
`warehouse/web.py`.)
"""

from asyncio import BaseTransport, TimerHandle
from typing import Any

from gunicorn.asgi import protocol
from gunicorn.workers import gasgi

FOR_HEADERS = 5.0
"""Seconds until the headers of a connection's first request must have come."""

FOR_TAKING = 30.0
"""Seconds in which a client must take what fills the buffer to it, 64 KiB."""


class PatientProtocol(protocol.ASGIProtocol):
    """A connection that is cut when its client is too slow, or is one too many."""

    _timer: TimerHandle | None = None

    def connection_made(self, transport: BaseTransport) -> None:
        """Begin, unless there are too many connections already."""
        super().connection_made(transport)
        if self.worker.nr_conns > self.worker.worker_connections:
            self._cut()
        else:
            self._expect(FOR_HEADERS)

    def _on_headers_complete(self) -> Any:
        self._expect(None)
        return super()._on_headers_complete()

    def pause_writing(self) -> None:
        """The client takes less than we send."""
        super().pause_writing()
        self._expect(FOR_TAKING)

    def resume_writing(self) -> None:
        """The client has caught up."""
        super().resume_writing()
        self._expect(None)

    def connection_lost(self, error: Exception | None) -> None:
        """The end."""
        self._expect(None)
        super().connection_lost(error)

    def _expect(self, seconds: float | None) -> None:
        """Cut the connection in so many seconds, unless something happens before."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if seconds is not None:
            self._timer = self.worker.loop.call_later(seconds, self._cut)

    def _cut(self) -> None:
        self._timer = None
        if self.transport is not None:
            self.transport.abort()


class PatientWorker(gasgi.ASGIWorker):
    """Gunicorn's ASGI worker over such connections."""

    def init_process(self) -> None:
        """Serve connections of ours; the worker looks the class up in its module."""
        gasgi.ASGIProtocol = PatientProtocol
        super().init_process()
