"""A part of an open file, for ranges."""

from typing import BinaryIO


class Slice:
    """Reads `length` bytes of `handle` from `start`; closing it closes the handle."""

    def __init__(self, handle: BinaryIO, start: int, length: int | None) -> None:
        self._handle = handle
        self._left = length
        handle.seek(start)

    def read(self, size: int = -1) -> bytes:
        """Read at most `size` bytes, and never past the end of the part."""
        if self._left is None:
            return self._handle.read(size)
        wanted = self._left if size is None or size < 0 else min(size, self._left)
        chunk = self._handle.read(wanted) if wanted else b""
        self._left -= len(chunk)
        return chunk

    def close(self) -> None:
        """Close the handle."""
        self._handle.close()

    def __enter__(self) -> "Slice":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
