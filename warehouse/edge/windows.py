"""Sending a file, or a part of it, without reading it into this process.

The kernel copies from its cache of the disk to the socket. What is not in that cache is
fetched by a thread first, so the event loop never waits for a disk.
"""

import asyncio
import errno
import os
import socket
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from warehouse.edge.representation import FileBody, Header, Representation, written
from warehouse.http import conditions
from warehouse.http.ranges import Unsatisfiable, windows

_AT_ONCE = 1024 * 1024
"""Bytes after which other connections have their turn."""

_CONDITIONS = {each.lower().encode() for each in (*conditions.HEADERS, "If-Range")}
_GONE = (BrokenPipeError, ConnectionResetError)


@dataclass(frozen=True, slots=True)
class Part:
    """What is to be sent of a file: all of it, or the bytes from `start` to `stop`."""

    start: int
    stop: int
    is_whole: bool

    @property
    def length(self) -> int:
        """How many bytes these are."""
        return self.stop - self.start

    def headers(self, made: Representation) -> Sequence[Header]:
        """Those of an answer with these bytes of `made`."""
        found = made.identity.headers
        if self.is_whole:
            return found
        size, last = made.identity.length, self.stop - 1
        return [
            *(each for each in found if each[0] != b"content-length"),
            (b"content-length", str(self.length).encode()),
            (b"content-range", b"bytes %d-%d/%d" % (self.start, last, size)),
        ]

    def head(self, made: Representation) -> bytes:
        """The same as bytes, with the status and without the empty line at the end."""
        if self.is_whole:
            return made.identity.heads[0]
        return written(b"206 Partial Content", self.headers(made))


def part(file: FileBody, headers: Mapping[bytes, bytes]) -> Part | None:
    """What a request with these headers is sent.

    None where the application must be asked: of several ranges, of none that is there,
    and of conditions.
    """
    if not _CONDITIONS.isdisjoint(headers):
        return None
    header = headers.get(b"range")
    try:
        found = windows(header.decode("latin-1"), file.size) if header else []
    except Unsatisfiable:
        return None
    if len(found) > 1:
        return None
    return Part(*found[0], is_whole=False) if found else Part(0, file.size, is_whole=True)


def opened(file: FileBody) -> int | None:
    """A descriptor of `file`, None where it is not there any more as we knew it."""
    try:
        handle = os.open(file.path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    if os.fstat(handle).st_size != file.size:
        os.close(handle)
        return None
    return handle


def pieces(handle: int, part: Part, size: int) -> Iterator[bytes]:
    """The bytes of `part`, at most `size` at a time; for those who have no `Pipe`."""
    start = part.start
    try:
        while start < part.stop:
            piece = os.pread(handle, min(size, part.stop - start), start)
            if not piece:
                raise OSError(errno.EIO, "a file has become shorter")
            start += len(piece)
            yield piece
    finally:
        os.close(handle)


class Pipe:
    """Sends to the socket of one connection past its transport, which must be idle.

    It has a descriptor of its own, because an event loop watches each only once. `waits`
    is told when we begin and when we cease to wait for the client.
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

    async def send(self, head: bytes, handle: int, part: Part) -> bool:
        """Send `head` and a part of the file open as `handle`; False if it broke off."""
        try:
            await self._send_all(head)
            await self._copy(handle, part)
        except _GONE:
            return False
        return True

    def close(self) -> None:
        """The connection is gone."""
        if self._waiting is not None:
            self._loop.remove_writer(self._socket)
            if not self._waiting.done():
                self._waiting.set_exception(BrokenPipeError())
            self._waiting = None
        self._socket.close()

    async def _send_all(self, data: bytes) -> None:
        """The kernel holds these bytes back until it has some of the file, too."""
        rest = memoryview(data)
        while rest:
            try:
                rest = rest[self._socket.send(rest, socket.MSG_MORE) :]
            except BlockingIOError:
                await self._writable()

    async def _copy(self, handle: int, part: Part) -> None:
        start, stop = part.start, part.stop
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
        """Have these bytes in the cache of the kernel."""
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
    """Whether a read at `position` would not wait for the disk."""
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
