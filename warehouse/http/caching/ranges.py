"""Byte ranges of a file (RFC 9110, section 14): one, several, or from its end."""

import re
import secrets
from collections.abc import Callable, Iterator
from typing import BinaryIO

MOST = 16
"""More ranges than this are an attack or a mistake; the whole file is sent instead."""

_SPEC = re.compile(r"(\d{0,18})-(\d{0,18})\Z", re.ASCII)
_FROM_ZERO = re.compile(r"bytes\s*=\s*0+\s*-", re.IGNORECASE)
_CHUNK = 256 * 1024

Window = tuple[int, int]
Opener = Callable[[int, int], BinaryIO]


class Unsatisfiable(Exception):
    """None of the ranges has a byte of the file in it."""


def windows(header: str | None, size: int) -> list[Window]:
    """Return the ranges `[start, stop)` that are asked for; none means the whole file.

    A header that cannot be read is ignored (section 14.2). Raises `Unsatisfiable`.
    """
    unit, _, specs = (header or "").partition("=")
    if unit.strip().lower() != "bytes":
        return []
    found = [_window(spec.strip(), size) for spec in specs.split(",")]
    if None in found or len(found) > MOST:
        return []
    satisfiable = [each for each in found if each is not None and each[0] < each[1]]
    if not satisfiable:
        raise Unsatisfiable
    if sum(stop - start for start, stop in satisfiable) > size:
        return []
    return satisfiable


def is_single(header: str) -> bool:
    """Return whether `Range` asks for one range; others may be ignored (section 14.2)."""
    unit, _, spec = header.partition("=")
    found = _SPEC.match(spec.strip())
    return unit.strip().lower() == "bytes" and found is not None and any(found.groups())


def begins_at_zero(header: str) -> bool:
    """Return whether the first range that `Range` asks for begins with the first byte."""
    return _FROM_ZERO.match(header) is not None


def _window(spec: str, size: int) -> Window | None:
    match = _SPEC.match(spec)
    if match is None or spec == "-":
        return None
    first, last = match.groups()
    if not first:
        return (max(0, size - int(last)), size if int(last) else 0)
    start = int(first)
    stop = min(int(last) + 1, size) if last else size
    return None if last and int(last) < start else (start, stop)


class RangeBody:
    """Yields ranges of a file in pieces, and closes the file however the answer ends.

    The first range is opened at once, so that a file that cannot be read is noticed while
    another answer is still possible.
    """

    def __init__(self, opened: Opener, chosen: list[Window]) -> None:
        self._open, self._chosen = opened, chosen
        self._opened = chosen[0]
        self._handle = self._at(chosen[0])

    def __iter__(self) -> Iterator[bytes]:
        for window in self._chosen:
            yield from self._pieces(window)

    def close(self) -> None:
        """Close the file; called by the server."""
        self._handle.close()

    def _at(self, window: Window) -> BinaryIO:
        start, stop = window
        return self._open(start, stop - start)

    def _pieces(self, window: Window) -> Iterator[bytes]:
        if window is not self._opened:
            self.close()
            self._opened, self._handle = window, self._at(window)
        while chunk := self._handle.read(_CHUNK):
            yield chunk


class MultipartBody(RangeBody):
    """Yields several ranges as `multipart/byteranges`."""

    def __init__(self, opened: Opener, chosen: list[Window], size: int) -> None:
        super().__init__(opened, chosen)
        self.boundary = secrets.token_hex(16)
        self._size = size

    @property
    def length(self) -> int:
        """Return how many bytes the answer has, boundaries included."""
        heads = sum(len(self._head(window)) for window in self._chosen)
        return heads + sum(b - a for a, b in self._chosen) + len(self._tail)

    def __iter__(self) -> Iterator[bytes]:
        for window in self._chosen:
            yield self._head(window)
            yield from self._pieces(window)
        yield self._tail

    @property
    def _tail(self) -> bytes:
        return f"\r\n--{self.boundary}--\r\n".encode()

    def _head(self, window: Window) -> bytes:
        start, stop = window
        return (
            f"\r\n--{self.boundary}\r\nContent-Type: application/octet-stream\r\n"
            f"Content-Range: bytes {start}-{stop - 1}/{self._size}\r\n\r\n"
        ).encode()
