"""Closing a connection on which the client may be sending, so that it reads the answer.

A connection that is closed while bytes are on their way to it is reset, and with that the
client may lose what we said last. So only our own direction is closed at first, and what
comes is read and dropped, within bounds of bytes, of time, and of silence (RFC 9112,
section 9.6). It costs neither a thread nor memory.
"""

import time

MOST = 128 * 1024 * 1024
"""Bytes that are dropped. Clients that look for an answer only at the end send as much."""

LONGEST = 120.0
SILENCE = 5.0


class Lingering:
    """What a client has sent since it was answered."""

    def __init__(self) -> None:
        self._dropped = 0
        self._until = time.monotonic() + LONGEST

    def drop(self, data: bytes) -> float | None:
        """Drop `data`; for how many seconds to wait for more, None where that is enough."""
        self._dropped += len(data)
        left = self._until - time.monotonic()
        if self._dropped > MOST or left <= 0:
            return None
        return min(SILENCE, left)
