"""Sending a file, or a range of it, without reading it into this process (`sendfile(2)`).

The kernel copies from its cache of the disk to the socket. What is not in that cache is
read by a thread first, so the event loop never waits for a disk.
"""

import asyncio
import errno
import os
import socket
from collections.abc import Callable

from warehouse.edge.byte_ranges import ByteRange

_AT_ONCE = 1024 * 1024
"""Bytes after which other connections have their turn."""

_GONE = (BrokenPipeError, ConnectionResetError)


class FileSender:
    """Sends a file to the socket of a connection, past its transport, which must be idle.

    It has a descriptor of its own, because an event loop watches each only once. `waits` is
    called with True when we begin to wait for the client, and with False afterwards.
    """

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        descriptor: int,
        waits: Callable[[bool], None],
    ) -> None:
        self._loop, self._waits = loop, waits
        self._socket = socket.socket(fileno=os.dup(descriptor))
        self._waiting: asyncio.Future[None] | None = None

    async def send(self, head: bytes, handle: int, byte_range: ByteRange) -> bool:
        """Send `head` and a range of an open file; returns False if the client left."""
        try:
            await self._send_all(head)
            await self._copy(handle, byte_range)
        except _GONE:
            return False
        return True

    def close(self) -> None:
        """Stop waiting for a client that is gone, and close the descriptor."""
        if self._waiting is not None:
            self._loop.remove_writer(self._socket)
            if not self._waiting.done():
                self._waiting.set_exception(BrokenPipeError())
            self._waiting = None
        self._socket.close()

    async def _send_all(self, data: bytes) -> None:
        """Send bytes that the kernel holds back until it has some of the file, too."""
        rest = memoryview(data)
        while rest:
            try:
                rest = rest[self._socket.send(rest, socket.MSG_MORE) :]
            except BlockingIOError:
                await self._writable()

    async def _copy(self, handle: int, byte_range: ByteRange) -> None:
        start, stop = byte_range.start, byte_range.stop
        ready_to = start
        while start < stop:
            if start >= ready_to:
                ready_to = min(start + _AT_ONCE, stop)
                await self._fetch(handle, start, ready_to)
            try:
                sent = os.sendfile(self._socket.fileno(), handle, start, ready_to - start)
            except BlockingIOError:
                await self._writable()
                continue
            if not sent:
                raise BrokenPipeError
            start += sent
            if start == ready_to < stop:
                await asyncio.sleep(0)

    async def _fetch(self, handle: int, start: int, stop: int) -> None:
        """Read a range into the kernel's cache, in a thread, unless it is there."""
        if not (_is_cached(handle, start) and _is_cached(handle, stop - 1)):
            await asyncio.to_thread(_read, handle, start, stop)

    async def _writable(self) -> None:
        if self._socket.fileno() < 0:
            raise BrokenPipeError
        self._waiting = self._loop.create_future()
        self._loop.add_writer(self._socket, self._wake)
        self._waits(True)
        try:
            await self._waiting
        finally:
            self._waits(False)
            if self._waiting is not None:
                self._loop.remove_writer(self._socket)
                self._waiting = None

    def _wake(self) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)


def _is_cached(handle: int, position: int) -> bool:
    """Return whether a read at `position` would not wait for the disk."""
    try:
        os.preadv(handle, [bytearray(1)], position, os.RWF_NOWAIT)
    except BlockingIOError:
        return False
    except OSError as error:
        # Not every file system can say; those that cannot are mostly in memory.
        if error.errno != errno.EOPNOTSUPP:
            raise
    return True


def _read(handle: int, start: int, stop: int) -> None:
    os.preadv(handle, [bytearray(stop - start)], start)
