"""The body of a request as it arrives, from clients of any pace and any patience.

A client that goes silent is the business of `warehouse/edge/bodies.py`.
"""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, BinaryIO

from warehouse.forklift.refusals import Reason, Refused

CHUNK = 64 * 1024
MAX_DRAIN = 128 * 1024 * 1024
PATIENCE = 30.0
"""Seconds that one chunk may take, and before anyone looks at the average."""
SLOWEST = 4 * 1024
"""Bytes in a second, on average."""


class Source:
    """The body of a request as a stream that ends where the body ends.

    Whoever sends next to nothing is given up on, because a thread waits for them.
    """

    def __init__(self, stream: BinaryIO, length: int | None) -> None:
        self._read = stream.read
        self._left = length
        self.received = 0
        self._started = time.monotonic()

    def read(self, size: int = CHUNK) -> bytes:
        """The next bytes, or none at the end; an end before the end is a refusal."""
        if self._left is not None:
            size = min(size, self._left)
        if size == 0:
            return b""
        try:
            data: bytes = self._read(size)
        except OSError as error:
            self._left = 0
            raise Refused(Reason.BODY_INCOMPLETE) from error
        if self._left is not None:
            self._left = self._left - len(data) if data else 0
            if not data:
                raise Refused(Reason.BODY_INCOMPLETE)
        self.received += len(data)
        self._forbid_dawdling()
        return data

    def _forbid_dawdling(self) -> None:
        seconds = time.monotonic() - self._started
        if seconds > PATIENCE and self.received < SLOWEST * seconds:
            self._left = 0
            raise Refused(Reason.BODY_TOO_SLOW)

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


def source_of(environ: Mapping[str, Any]) -> Source:
    """The body of a WSGI request; refuses one whose end nobody can know."""
    text = environ.get("CONTENT_LENGTH") or ""
    if text:
        if not (text.isascii() and text.isdigit()):
            raise Refused(Reason.BAD_BODY, problem="its length is not a number")
        return Source(environ["wsgi.input"], int(text))
    if environ.get("wsgi.input_terminated"):
        return Source(environ["wsgi.input"], None)
    return Source(environ["wsgi.input"], 0)


@contextmanager
def drained(source: Source) -> Iterator[None]:
    """Whatever happens in the block, read on afterwards, within bounds."""
    try:
        yield
    finally:
        source.drain()
