"""The body of a request as it is read.

A client that goes silent, or sends next to nothing, is dealt with where its bytes arrive
(`warehouse/edge/request_bodies.py`): the stream then raises an `OSError`.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, BinaryIO

from warehouse.forklift.refusals import Reason, Refused
from warehouse.http.receiving import RECEPTION

CHUNK = 64 * 1024
MAX_DRAIN = 128 * 1024 * 1024
_MOST_DIGITS = 18


class Source:
    """The body of a request as a stream that ends where the body ends."""

    def __init__(self, stream: BinaryIO, length: int | None) -> None:
        self._read = stream.read
        self._left = length

    def read(self, size: int = CHUNK) -> bytes:
        """Read the next bytes, none at the end; refuse an end that comes too early."""
        if self._left is not None:
            size = min(size, self._left)
        if size == 0:
            return b""
        try:
            data: bytes = self._read(size)
        except OSError as error:
            self._left = 0
            is_slow = isinstance(error, TimeoutError)
            raise Refused(
                Reason.BODY_TOO_SLOW if is_slow else Reason.BODY_INCOMPLETE
            ) from error
        if self._left is not None:
            self._left = self._left - len(data) if data else 0
            if not data:
                raise Refused(Reason.BODY_INCOMPLETE)
        return data

    def drain(self, limit: int = MAX_DRAIN) -> None:
        """Read on without looking, so that a client that still sends reads the answer."""
        while limit > 0:
            try:
                data = self.read(min(CHUNK, limit))
            except Refused:
                return
            if not data:
                return
            limit -= len(data)


def length_of(environ: Mapping[str, Any]) -> int | None:
    """Return the length of the body, or None if it is not given; refuses an invalid one."""
    text = environ.get("CONTENT_LENGTH") or ""
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS):
        raise Refused(Reason.BAD_BODY, problem="its length is not a number")
    return int(text)


def source_of(environ: Mapping[str, Any]) -> Source:
    """Return the body of a WSGI request, or what is still unread of it."""
    if RECEPTION in environ:
        return Source(environ["wsgi.input"], None)
    length = length_of(environ)
    if length is None and not environ.get("wsgi.input_terminated"):
        length = 0
    return Source(environ["wsgi.input"], length)


@contextmanager
def drained(source: Source) -> Iterator[None]:
    """Read the rest of the body after the block, within bounds, whatever happens in it."""
    try:
        yield
    finally:
        source.drain()
