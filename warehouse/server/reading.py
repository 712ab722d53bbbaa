"""Reading requests: from the bytes of a connection to heads, bodies and ends.

It is asked for what comes next. What nobody has asked for stays bytes, so a client that
sends a thousand requests at once has one of them parsed at a time, and what belongs to
another process can be given to it.
"""

from enum import Enum

from warehouse.server.bodies import Body, ChunkedBody, SizedBody
from warehouse.server.heads import BadRequest, Head, HeadParser

LARGEST_HEAD = 128 * 1024
"""Bytes of a head."""


class End(Enum):
    """What comes after the body of a request."""

    OF_REQUEST = "the end of a request"


class RequestReader:
    """Reads the requests of one connection."""

    def __init__(self, heads: HeadParser) -> None:
        self._heads = heads
        self._data, self._at, self._searched = b"", 0, 0
        self._body: Body | None = None

    def feed(self, data: bytes) -> None:
        """Take what the client has sent."""
        if self._at == len(self._data):
            self._data, self._at, self._searched = data, 0, 0
        else:
            self._data = self._data[self._at :] + data
            self._searched -= self._at
            self._at = 0

    @property
    def has_unread(self) -> bool:
        """Return whether there are bytes that were not asked for."""
        return self._at < len(self._data)

    @property
    def unread(self) -> bytes:
        """Return the bytes that were not asked for."""
        return self._data[self._at :] if self._at else self._data

    @property
    def is_in_body(self) -> bool:
        """Return whether a part of a body, or its end, is still to come."""
        return self._body is not None

    def next(self) -> Head | bytes | End | None:
        """Return what comes next: a head, a piece of its body, the end of a request.

        Returns None if more has to be sent first. A request whose head says that it has no
        body has no end either. Raises `BadRequest`, after which nothing is to be read.
        """
        if self._body is None:
            return self._next_head()
        piece, self._at = self._body.next(self._data, self._at)
        if piece:
            return piece
        if not self._body.is_over:
            return None
        self._body = None
        return End.OF_REQUEST

    def _next_head(self) -> Head | None:
        data, start = self._data, self._at
        found = data.find(b"\r\n\r\n", max(start, self._searched - 3))
        if found < 0 or found - start > LARGEST_HEAD:
            self._doubt(start)
            return None
        self._at = found + 4
        head = self._heads.parse(data[start : self._at])
        if head.length is None:
            self._body = ChunkedBody()
        elif head.length:
            self._body = SizedBody(head.length)
        return head

    def _doubt(self, start: int) -> None:
        """Refuse early what will never be a head: at its first bytes, and when too long."""
        is_too_long = len(self._data) - start > LARGEST_HEAD
        if is_too_long or (self._searched <= start < len(self._data)):
            self._heads.doubt(self._data[start:])
        if is_too_long:
            raise BadRequest(431, f"its head has more than {LARGEST_HEAD} bytes")
        self._searched = len(self._data)
