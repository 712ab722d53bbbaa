"""Lingering close: closing a connection so that a client that still sends reads the answer.

A connection that is closed while bytes are on their way to it is reset, and the client may
lose what we sent last. So only our direction is closed at first, and what comes is read and
dropped, within bounds of bytes, of time, and of silence (RFC 9112, section 9.6). It costs
neither a thread nor memory.
"""

import time
from collections.abc import Callable

from warehouse.edge.slow_clients import DEFAULT, SlowClientLimits


class LingeringClose:
    """Counts what a client has sent since it was answered."""

    def __init__(
        self,
        limits: SlowClientLimits = DEFAULT,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._limits, self._clock, self._dropped = limits, clock, 0
        self._until = clock() + limits.lingering

    def drop(self, data: bytes) -> float | None:
        """Drop `data`, and return for how many seconds to wait for more.

        None means that this is enough, and that the connection is to be closed now.
        """
        self._dropped += len(data)
        left = self._until - self._clock()
        if self._dropped > self._limits.lingering_bytes or left <= 0:
            return None
        return min(self._limits.lingering_silence, left)
