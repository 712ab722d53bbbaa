"""How many threads of a process look into files at the same time.

Whoever asks for a page that is not stored has us unpack what a stranger has packed. That
may take some of the threads, and never so many that other pages wait.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

MOST, SECONDS = 2, 5.0
"""Threads that may look into files, and seconds that others wait for them."""


class ContentsBusy(Exception):
    """Too many pages about the contents of files are being made."""


class Gate:
    """Lets so many threads in, and others wait for so many seconds."""

    def __init__(self, *, most: int = MOST, seconds: float = SECONDS) -> None:
        self._places, self._seconds = BoundedSemaphore(most), seconds

    @contextmanager
    def entered(self) -> Iterator[None]:
        """Hold a place; raises `ContentsBusy` if none becomes free."""
        if not self._places.acquire(timeout=self._seconds):
            raise ContentsBusy
        try:
            yield
        finally:
            self._places.release()
