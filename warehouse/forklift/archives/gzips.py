"""Gunzipping one member of gzip (RFC 1952), and reading what is in it bit by bit."""

import zlib
from collections.abc import Iterator
from typing import BinaryIO

from warehouse.forklift.archives.bounds import Tally
from warehouse.forklift.archives.limits import CHUNK
from warehouse.forklift.archives.tar_headers import Malformed

_GZIP = b"\x1f\x8b"


def gunzipped(file: BinaryIO, tally: Tally) -> Iterator[bytes]:
    """Yield the unpacked bytes of the only member in `file`; zeros may follow it.

    Some readers put several members together, others stop after the first.
    """
    inflater = zlib.decompressobj(31)
    data = b""
    while not inflater.eof:
        data = data or file.read(CHUNK)
        piece = inflater.decompress(data, CHUNK)
        if not data and not piece:
            raise Malformed("Truncated gzip stream")
        data = inflater.unconsumed_tail
        tally.data(len(piece))
        if piece:
            yield piece
    _check_rest(file, inflater.unused_data)


def _check_rest(file: BinaryIO, data: bytes) -> None:
    is_first = True
    while data or (data := file.read(CHUNK)):
        if is_first and data.startswith(_GZIP):
            raise Malformed("Several gzip members in one file; compress it in one piece")
        if data.count(0) != len(data):
            raise Malformed("Trailing data after the gzip stream")
        data, is_first = b"", False


class Stream:
    """Exactly as many bytes as asked for, out of pieces of any size."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = b""

    def some(self, limit: int) -> bytes:
        """Read at most `limit` bytes; none means the end."""
        if not self._rest:
            self._rest = next(self._pieces, b"")
        taken, self._rest = self._rest[:limit], self._rest[limit:]
        return taken

    def pieces(self, size: int) -> Iterator[bytes]:
        """Yield `size` bytes, in pieces of any size."""
        while size:
            piece = self.some(min(size, CHUNK))
            if not piece:
                raise Malformed("Truncated tar archive")
            size -= len(piece)
            yield piece

    def exactly(self, size: int) -> bytes:
        """Read `size` bytes, which the caller knows to be few."""
        return b"".join(self.pieces(size))

    def skip(self, size: int) -> None:
        """Pass over `size` bytes."""
        for _ in self.pieces(size):
            pass
