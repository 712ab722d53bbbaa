"""Waiting for something to become true, but not for ever."""

import time
from collections.abc import Callable

SECONDS = 30


def wait_until(
    condition: Callable[[], object],
    *,
    seconds: float = SECONDS,
    said: Callable[[], object] = lambda: "it did not become true",
) -> None:
    """Return once `condition` is true; fail after so many seconds with what is `said`."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, said()
        time.sleep(0.05)
