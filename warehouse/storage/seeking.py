"""A blob as a file that can be searched: only those parts of it are fetched that are read.

An archive says at its end where its members are, so a few ranges of it are enough to list
and to read some, wherever it is kept.
"""

import io
from typing import BinaryIO, cast

from warehouse.storage.interface import Storage

_FIRST, _LARGEST = 64 * 1024, 4 * 1024 * 1024


class SeekableBlob(io.RawIOBase):
    """Reads a blob by ranges, larger ones as long as it is read on and on."""

    def __init__(self, storage: Storage, path: str) -> None:
        self._storage, self._path = storage, path
        self._size = storage.stat(path).size
        self._position, self._begin, self._step = 0, 0, _FIRST
        self._held = b""

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def seekable(self) -> bool:
        """Return that it can be searched."""
        return True

    def tell(self) -> int:
        """Return where it is read next."""
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Move to another place; nothing is fetched yet."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._size}
        wanted = base[whence] + offset
        if wanted < 0:
            raise ValueError(f"no blob begins before its first byte: {wanted}")
        self._position = wanted
        return wanted

    def read(self, size: int = -1) -> bytes:
        """Return at most `size` bytes, and fewer at the end only."""
        end = self._size if size is None or size < 0 else self._position + size
        parts = list[bytes]()
        while self._position < min(end, self._size):
            part = self._part(end)
            parts.append(part)
            self._position += len(part)
        return b"".join(parts)

    def _part(self, end: int) -> bytes:
        """Return bytes from here on, as many as are held; fetch the next if none are."""
        behind = self._begin + len(self._held)
        if not self._begin <= self._position < behind:
            is_next = self._position == behind
            self._step = min(4 * self._step, _LARGEST) if is_next else _FIRST
            self._begin, self._held = self._position, self._fetched()
        offset = self._position - self._begin
        return self._held[offset : offset + end - self._position]

    def _fetched(self) -> bytes:
        length = min(self._step, self._size - self._position)
        with self._storage.open(self._path, start=self._position, length=length) as opened:
            found = opened.read()
        if len(found) != length:
            raise EOFError(
                f"{self._path!r} ended after {self._position + len(found)} bytes"
            )
        return found


def opened_to_seek(storage: Storage, path: str) -> BinaryIO:
    """Open a blob in which one can search; raises `BlobMissing`."""
    if storage.local_path(path) is not None:
        return storage.open(path)
    return cast(BinaryIO, SeekableBlob(storage, path))
