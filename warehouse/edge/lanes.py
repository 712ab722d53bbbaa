"""Processes for uploads, and how a connection gets to one.

An upload computes for a long time: archives are opened, hashed and checked. In the
process of an event loop it would hold up whatever that sends; in a process of its own,
which yields to the others, it holds up nobody. All processes are forked from one and share
its sockets, so whoever accepts a connection that begins to upload gives the connection
itself away, with what it has said so far. When it asks for something else, it goes back
the same way. Nothing is copied, whatever the size, and nobody stands between the client
and who answers it.

Giving away may fail: nobody is there, or had a processor lately; the queue is full; much
was said at once. Who cannot give a connection away answers it.
"""

import asyncio
import mmap
import socket
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from struct import Struct

import structlog

from warehouse.application import UPLOADS

log = structlog.get_logger(__name__)

_UPLOAD = f"POST {UPLOADS}/".encode()
_MOST = 256 * 1024
"""Bytes that a connection may have said; an event loop reads no more at a time."""

_BEAT_SECONDS = 0.25
_ABSENT_SECONDS = 1.0
"""How long a process may not have looked after its mailbox until it counts as gone."""

_TIME = Struct("d")


class Mailbox:
    """Connections on their way to the processes of one lane."""

    def __init__(self) -> None:
        # Each message is a connection, whole or not at all, and read by one process.
        self._inlet, self._outlet = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._inlet.setblocking(False)
        self._outlet.setblocking(False)
        self._inlet.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 2 * _MOST)
        self._attended = mmap.mmap(-1, _TIME.size)

    def fileno(self) -> int:
        """What is readable when a connection has come."""
        return self._outlet.fileno()

    def attend(self) -> None:
        """Let everyone know that somebody is there."""
        _TIME.pack_into(self._attended, 0, time.monotonic())

    def leave(self) -> None:
        """Let everyone know that nobody is; another who is there will say so soon."""
        _TIME.pack_into(self._attended, 0, 0.0)

    @property
    def is_attended(self) -> bool:
        """Whether somebody was there a moment ago."""
        last: float = _TIME.unpack_from(self._attended)[0]
        return time.monotonic() - last <= _ABSENT_SECONDS

    def put(self, connection: int, said: bytes) -> bool:
        """Whether somebody will take this connection, of which `said` was read."""
        if not self.is_attended:
            return False
        try:
            socket.send_fds(self._inlet, [said], [connection])
        except OSError:
            return False
        return True

    def take(self) -> tuple[socket.socket, bytes] | None:
        """A connection and what it said; None where another process was faster."""
        while True:
            try:
                said, descriptors, _, _ = socket.recv_fds(self._outlet, _MOST, 1)
            except BlockingIOError:
                return None
            if descriptors:
                return socket.socket(fileno=descriptors[0]), said
            # This process has as many as it may have, so the kernel has hung up.
            log.warning("connection_not_taken", reason="too many open files")

    def close(self) -> None:
        """Let go of it, and of every connection in it."""
        self._inlet.close()
        self._outlet.close()
        self._attended.close()


@dataclass(frozen=True)
class Lane:
    """What the processes of one kind answer, and where they give the rest."""

    is_for_uploads: bool
    own: Mailbox
    other: Mailbox

    def is_for(self, said: bytes) -> bool:
        """Whether a request that begins with `said` is answered here."""
        return said.startswith(_UPLOAD) == self.is_for_uploads


@dataclass(frozen=True)
class Lanes:
    """Both lanes of one server, made before its processes are."""

    uploaders: int
    """How many processes are to be for uploads."""
    _reads: Mailbox = field(default_factory=Mailbox)
    _uploads: Mailbox = field(default_factory=Mailbox)

    def next(self, others: Iterable[Lane | None]) -> Lane:
        """The lane of a new process beside `others`."""
        found = sum(lane is not None and lane.is_for_uploads for lane in others)
        if found < self.uploaders:
            return Lane(True, self._uploads, self._reads)
        return Lane(False, self._reads, self._uploads)

    def close(self) -> None:
        """The server ends."""
        self._reads.close()
        self._uploads.close()


class Intake:
    """Takes what is given to a lane; for an event loop, a server like any other."""

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        lane: Lane,
        protocol: Callable[[bytes], asyncio.Protocol],
    ) -> None:
        self._loop, self._lane, self._protocol = loop, lane, protocol
        self._beginning: set[asyncio.Task[None]] = set()
        loop.add_reader(lane.own.fileno(), self._take, lane.own)
        self._beat()

    def _beat(self) -> None:
        self._lane.own.attend()
        if not self._lane.other.is_attended:
            self._take(self._lane.other)
        self._next_beat = self._loop.call_later(_BEAT_SECONDS, self._beat)

    def _take(self, mailbox: Mailbox) -> None:
        while (taken := mailbox.take()) is not None:
            task = self._loop.create_task(self._begin(*taken))
            self._beginning.add(task)
            task.add_done_callback(self._beginning.discard)

    async def _begin(self, connection: socket.socket, said: bytes) -> None:
        connection.setblocking(False)
        # A client that is gone already wants nothing any more.
        with suppress(OSError):
            await self._loop.connect_accepted_socket(
                lambda: self._protocol(said), connection
            )

    def close(self) -> None:
        """Take no more, but what was given until now."""
        self._next_beat.cancel()
        self._loop.remove_reader(self._lane.own.fileno())
        self._lane.own.leave()
        self._take(self._lane.own)

    async def wait_closed(self) -> None:
        """Wait until all that was taken is a connection, with a life of its own."""
        if self._beginning:
            await asyncio.wait(self._beginning)
