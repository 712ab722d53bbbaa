"""How long a client may keep one of the threads that answer requests.

A thread reads a request and its body as they arrive, so whoever sends nothing, or next to
nothing, would hold it for ever, and a handful of such connections the whole index. What a
client makes us wait in all must stay within `PATIENCE` seconds (`FOR_HEADERS` until the
headers are there) plus a second for every `SLOWEST` bytes that it did send; time that we
need ourselves does not count. So a slow line may take as long as it takes, and silence
may not.
"""

import errno
import socket
import time
from typing import Any

from gunicorn.http.errors import ParseException
from gunicorn.workers.gthread import TConn, ThreadWorker

FOR_HEADERS = 5.0
PATIENCE = 20.0
SLOWEST = 512


class PatientSocket(socket.socket):
    """A client's connection that is reset when its sender is too slow."""

    _allowed = FOR_HEADERS
    _waited = 0.0
    _received = 0

    @classmethod
    def over(cls, connection: socket.socket) -> "PatientSocket":
        """Take over an accepted connection."""
        family, kind, protocol = connection.family, connection.type, connection.proto
        return cls(family, kind, protocol, fileno=connection.detach())

    def setblocking(self, flag: bool) -> None:
        """Blocking, which each request begins with, means to wait within limits."""
        if flag:
            self.begin(FOR_HEADERS)
        self.settimeout(None if flag else 0.0)

    def begin(self, allowed: float) -> None:
        """From here on the client may make us wait `allowed` seconds more."""
        self._allowed, self._waited, self._received = allowed, 0.0, 0

    def settimeout(self, value: float | None, /) -> None:
        """Nobody waits for a client for ever."""
        super().settimeout(PATIENCE if value is None else value)

    def recv(self, size: int, flags: int = 0, /) -> bytes:
        """Some bytes; a `ConnectionResetError` if the client has let us wait too long."""
        allowance = self._allowed + self._received / SLOWEST - self._waited
        if allowance <= 0:
            raise _too_slow()
        limit, begun = self.gettimeout(), time.monotonic()
        self.settimeout(min(allowance, PATIENCE if limit is None else limit))
        try:
            data = super().recv(size, flags)
        except TimeoutError:
            raise _too_slow() from None
        finally:
            self.settimeout(limit)
            self._waited += time.monotonic() - begun
        self._received += len(data)
        return data

    def sendall(self, data: Any, flags: int = 0, /) -> None:
        """Send all; a `ConnectionResetError` if the client does not take it in time."""
        try:
            super().sendall(data, flags)
        except TimeoutError:
            raise _too_slow() from None

    def sendfile(self, file: Any, offset: int = 0, count: int | None = None) -> int:
        """Send a file; a `ConnectionResetError` if the client takes none of it for long."""
        try:
            return super().sendfile(file, offset, count)
        except TimeoutError:
            raise _too_slow() from None


class PatientWorker(ThreadWorker):
    """Gunicorn's threaded worker over such connections."""

    def enqueue_req(self, conn: TConn) -> None:
        """Have a thread answer what comes on a connection."""
        if not isinstance(conn.sock, PatientSocket):
            conn.sock = PatientSocket.over(conn.sock)
        super().enqueue_req(conn)

    def handle_request(self, req: Any, conn: TConn) -> Any:
        """Answer a request whose headers have come."""
        conn.sock.begin(PATIENCE)
        req.body.reader = _Reader(req.body.reader)
        return super().handle_request(req, conn)


class _Reader:
    """Reads a body; chunks that make no sense are a broken connection to whoever reads."""

    def __init__(self, reader: Any) -> None:
        self._reader = reader

    def read(self, size: int) -> bytes:
        try:
            data: bytes = self._reader.read(size)
        except ParseException as error:
            raise ConnectionAbortedError(errno.ECONNABORTED, str(error)) from error
        return data

    def __getattr__(self, name: str) -> Any:
        return getattr(self._reader, name)


def _too_slow() -> ConnectionResetError:
    """Gunicorn takes a reset connection for what happens every day, and logs nothing."""
    return ConnectionResetError(errno.ECONNRESET, "the client is too slow")
