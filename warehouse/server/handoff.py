"""The hand-off of connections between the processes that read and those that work.

An upload computes for a long time: archives are opened, hashed and checked. So does a
password. In the process of an event loop that would hold up everything the loop sends; in
a process of its own, which yields to the others, it holds up nothing. All processes are
forked from one and share its sockets, so the process that accepts a connection on which
such a request begins sends the connection itself to a working process (`SCM_RIGHTS`), with
the bytes that it has read. When something else is asked on it, it goes back the same way.
Nothing is copied, whatever the size, and nothing stands between the client and the process
that answers.

A hand-off may fail: no process of the other pool is there, or has had a processor lately;
the queue is full; too much was read. Then the process that has the connection answers.
"""

import asyncio
import mmap
import socket
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from struct import Struct

import structlog

from warehouse.paths import ACCOUNT, MANAGE, UPLOADS

log = structlog.get_logger(__name__)

_WORK = tuple(f"POST {path}".encode() for path in (f"{UPLOADS}/", ACCOUNT, MANAGE))
"""How requests begin that may compute for long: archives are read, passwords hashed."""

_MOST = 256 * 1024
"""Bytes that a connection may have said; an event loop reads no more at a time."""

_BEAT_SECONDS = 0.25
_ABSENT_SECONDS = 1.0
"""How long a process may not have looked after its mailbox until it counts as gone."""

_TIME = Struct("d")


class Mailbox:
    """The connections on their way to the processes of one pool."""

    def __init__(self, *, absent_after: float = _ABSENT_SECONDS) -> None:
        self._absent_after = absent_after
        # Each message is a connection, whole or not at all, and read by one process.
        self._inlet, self._outlet = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._inlet.setblocking(False)
        self._outlet.setblocking(False)
        self._inlet.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 2 * _MOST)
        self._attended = mmap.mmap(-1, _TIME.size)

    def fileno(self) -> int:
        """Return the descriptor that becomes readable when a connection has come."""
        return self._outlet.fileno()

    def attend(self) -> None:
        """Let the other processes know that a process of this pool is there."""
        _TIME.pack_into(self._attended, 0, time.monotonic())

    def leave(self) -> None:
        """Let them know that it is not; another process that is will say so soon."""
        _TIME.pack_into(self._attended, 0, 0.0)

    @property
    def is_attended(self) -> bool:
        """Return whether a process of this pool was there a moment ago."""
        last: float = _TIME.unpack_from(self._attended)[0]
        return time.monotonic() - last <= self._absent_after

    def put(self, connection: int, said: bytes) -> bool:
        """Send a connection and what was read of it; returns whether it will be taken."""
        if not self.is_attended:
            return False
        try:
            socket.send_fds(self._inlet, [said], [connection])
        except OSError:
            return False
        return True

    def take(self) -> tuple[socket.socket, bytes] | None:
        """Return a connection and what was read of it, or None if others were faster."""
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
        """Close it, with every connection in it."""
        self._inlet.close()
        self._outlet.close()
        self._attended.close()


@dataclass(frozen=True)
class WorkerPool:
    """The processes for one kind of request, which know where to send the other kind."""

    is_for_work: bool
    own: Mailbox
    other: Mailbox

    def is_for(self, said: bytes) -> bool:
        """Return whether this pool answers a request that begins with `said`."""
        return said.startswith(_WORK) == self.is_for_work

    def hand_off(self, transport: asyncio.Transport, said: bytes) -> bool:
        """Give a connection away if its next request is for the other pool.

        Returns whether it was, with `said`, which is all that was read of that request.
        """
        if self.is_for(said) or transport.get_write_buffer_size():
            return False
        descriptor = transport.get_extra_info("socket").fileno()
        if not self.other.put(descriptor, said):
            return False
        # The other process has a descriptor of its own, so the client notices nothing.
        transport.abort()
        return True


class WorkerPools:
    """Both pools of a server, made before its processes are forked.

    `work_processes` is how many processes are to be for uploads, passwords and the like.
    """

    def __init__(
        self, work_processes: int, *, absent_after: float = _ABSENT_SECONDS
    ) -> None:
        self.work_processes = work_processes
        self._reads = Mailbox(absent_after=absent_after)
        self._work = Mailbox(absent_after=absent_after)

    def next(self, others: Iterable[WorkerPool | None]) -> WorkerPool:
        """Return the pool of a new process, given those of the others."""
        found = sum(pool is not None and pool.is_for_work for pool in others)
        if found < self.work_processes:
            return WorkerPool(True, self._work, self._reads)
        return WorkerPool(False, self._reads, self._work)

    def close(self) -> None:
        """Close both mailboxes."""
        self._reads.close()
        self._work.close()


class HandoffServer:
    """Takes connections that are sent to a pool, as an `asyncio.Server` accepts others."""

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        pool: WorkerPool,
        protocol: Callable[[bytes], asyncio.Protocol],
    ) -> None:
        self._loop, self._pool, self._make_protocol = loop, pool, protocol
        self._beginning: set[asyncio.Task[None]] = set()
        loop.add_reader(pool.own.fileno(), self._take, pool.own)
        self._beat()

    def _beat(self) -> None:
        self._pool.own.attend()
        if not self._pool.other.is_attended:
            self._take(self._pool.other)
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
                lambda: self._make_protocol(said), connection
            )

    def close(self) -> None:
        """Take what was sent until now, and no more."""
        self._next_beat.cancel()
        self._loop.remove_reader(self._pool.own.fileno())
        self._pool.own.leave()
        self._take(self._pool.own)

    async def wait_closed(self) -> None:
        """Wait until everything that was taken has a protocol of its own."""
        if self._beginning:
            await asyncio.wait(self._beginning)
