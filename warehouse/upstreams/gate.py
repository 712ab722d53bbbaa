"""How many of the threads that make pages wait for upstreams at a time: half of them.

The others answer whatever lies here. While upstreams are fast a place is waited for, since
one is free in a moment; once an answer takes long, nobody waits.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition

from warehouse.http.threads import PAGE_THREADS

_MOST, _SECONDS = PAGE_THREADS // 2, 1.0


class GateFull(Exception):
    """As many threads wait for upstreams as may."""


class UpstreamGate:
    """Lets `most` threads wait, and others for their places, for `seconds`."""

    def __init__(self, most: int = _MOST, seconds: float = _SECONDS) -> None:
        self._most, self._seconds = most, seconds
        self._entered: list[float] = []
        self._changed = Condition()

    @contextmanager
    def entered(self) -> Iterator[None]:
        """Hold a place; raises `GateFull`."""
        began = self._enter()
        try:
            yield
        finally:
            with self._changed:
                self._entered.remove(began)
                self._changed.notify()

    def _enter(self) -> float:
        with self._changed:
            if not self._has_place() and self._is_slow():
                raise GateFull
            if not self._changed.wait_for(self._has_place, self._seconds):
                raise GateFull
            began = time.monotonic()
            self._entered.append(began)
            return began

    def _has_place(self) -> bool:
        return len(self._entered) < self._most

    def _is_slow(self) -> bool:
        """Return whether nobody knows when a place is free: somebody has waited long."""
        return time.monotonic() - min(self._entered) > self._seconds
