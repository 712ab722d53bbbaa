"""The byte range of a stored file that a request is answered with (RFC 9110, section 14).

It is sent by `warehouse/server/sendfile.py`, or read piece by piece where that cannot be.
"""

import errno
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from warehouse.edge.representation import Header, Representation, StoredFile, written
from warehouse.http.caching import conditions
from warehouse.http.caching.ranges import Unsatisfiable, windows

_CONDITIONS = {each.lower().encode() for each in (*conditions.HEADERS, "If-Range")}


@dataclass(frozen=True, slots=True)
class ByteRange:
    """The bytes of a file from `start` to `stop`, or all of it where it `is_whole`."""

    start: int
    stop: int
    is_whole: bool

    @property
    def length(self) -> int:
        """Return the number of bytes."""
        return self.stop - self.start

    def headers(self, made: Representation) -> Sequence[Header]:
        """Return the headers of an answer that has these bytes of `made`."""
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
        """Return the status line and these headers, without the empty line at the end."""
        if self.is_whole:
            return made.identity.heads[0]
        return written(b"206 Partial Content", self.headers(made))


def byte_range(file: StoredFile, headers: Mapping[bytes, bytes]) -> ByteRange | None:
    """Return the range of `file` that a request with these headers is answered with.

    None means that the application has to be asked: for several ranges, for none that is in
    the file, and for conditional requests.
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
    return (
        ByteRange(*found[0], is_whole=False)
        if found
        else ByteRange(0, file.size, is_whole=True)
    )


def opened(file: StoredFile) -> int | None:
    """Open `file` and return its descriptor, or None if it is gone or has another size."""
    try:
        handle = os.open(file.path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    if os.fstat(handle).st_size != file.size:
        os.close(handle)
        return None
    return handle


def pieces(handle: int, byte_range: ByteRange, size: int) -> Iterator[bytes]:
    """Yield the bytes of `byte_range`, at most `size` at a time; closes `handle`."""
    start = byte_range.start
    try:
        while start < byte_range.stop:
            piece = os.pread(handle, min(size, byte_range.stop - start), start)
            if not piece:
                raise OSError(errno.EIO, "a file has become shorter")
            start += len(piece)
            yield piece
    finally:
        os.close(handle)
