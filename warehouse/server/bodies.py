"""Bodies of requests, in chunks or of a known length (RFC 9112, sections 6 and 7)."""

import re
from typing import Protocol

from warehouse.server.heads import FRAMING, LONGEST_FIELD, MOST_FIELDS, BadRequest

_LONGEST_LINE = 4096
"""Bytes of the line before a chunk, whose extensions nobody needs."""

_SIZE = re.compile(rb"([0-9A-Fa-f]{1,15})(?:;[\t -~\x80-\xff]*)?")
_TRAILER = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+:[\t -~\x80-\xff]*")


class Body(Protocol):
    """Finds the body of one request in the bytes that follow its head."""

    is_over: bool

    def next(self, data: bytes, at: int) -> tuple[bytes, int]:
        """Return the next bytes of the body in `data` from `at`, and where these end.

        No bytes, and `is_over` is False, mean that more has to come. Raises `BadRequest`.
        """


class SizedBody:
    """A body of so many bytes."""

    def __init__(self, length: int) -> None:
        self._left = length
        self.is_over = length == 0

    def next(self, data: bytes, at: int) -> tuple[bytes, int]:
        """Return the next bytes of the body, as `Body` has it."""
        piece = data[at : at + self._left]
        self._left -= len(piece)
        self.is_over = self._left == 0
        return piece, at + len(piece)


class ChunkedBody:
    """A body in chunks (section 7.1); extensions and trailers are dropped."""

    def __init__(self) -> None:
        self.is_over = False
        self._left = 0
        self._trailers = 0
        self._take = self._take_size
        self._longest = _LONGEST_LINE

    def next(self, data: bytes, at: int) -> tuple[bytes, int]:
        """Return the next bytes of the body, as `Body` has it."""
        while not self.is_over:
            if self._left:
                piece = data[at : at + self._left]
                self._left -= len(piece)
                return piece, at + len(piece)
            end = data.find(b"\r\n", at, at + self._longest)
            if end < 0:
                if len(data) - at >= self._longest:
                    raise BadRequest(400, "a line of its chunked body has no end")
                break
            self._take(data[at:end])
            at = end + 2
        return b"", at

    def _take_size(self, line: bytes) -> None:
        found = _SIZE.fullmatch(line)
        if found is None:
            text = line[:40].decode("latin-1")
            raise BadRequest(400, f"{text!r} is no size of a chunk")
        self._left = int(found[1], 16)
        self._take = self._take_end if self._left else self._take_trailer

    def _take_end(self, line: bytes) -> None:
        if line:
            raise BadRequest(400, "a chunk is longer than its size says")
        self._take = self._take_size

    def _take_trailer(self, line: bytes) -> None:
        self._longest = LONGEST_FIELD
        if not line:
            self.is_over = True
            return
        self._trailers += 1
        if _TRAILER.fullmatch(line) is None:
            raise BadRequest(400, "a trailer of its chunked body is not NAME: VALUE")
        name = line.partition(b":")[0]
        if name.lower() in FRAMING:
            raise BadRequest(400, f"a trailer of its chunked body is a {name.decode()}")
        if self._trailers > MOST_FIELDS:
            raise BadRequest(431, f"there are more than {MOST_FIELDS} trailers")
