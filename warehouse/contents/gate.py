"""How many threads of a process look into files at the same time.

Whoever asks for a page that is not stored has us unpack what a stranger has packed. That
may take some of the threads that make pages, and never so many that other pages wait.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

MOST, WAITING, SECONDS = 2, 2, 5.0
"""Threads that look into files, others that may wait for them, and seconds for which."""


class ContentsBusy(Exception):
    """Too many pages about the contents of files are being made."""


class Gate:
    """Lets so many threads in, and so many others wait for so many seconds."""

    def __init__(
        self, *, most: int = MOST, waiting: int = WAITING, seconds: float = SECONDS
    ) -> None:
        self._places, self._seconds = BoundedSemaphore(most), seconds
        self._all = BoundedSemaphore(most + waiting)

    @contextmanager
    def entered(self) -> Iterator[None]:
        """Hold a place; raises `ContentsBusy` if none is free soon, or too many wait."""
        with _held(self._all, 0), _held(self._places, self._seconds):
            yield


@contextmanager
def _held(places: BoundedSemaphore, seconds: float) -> Iterator[None]:
    if not places.acquire(timeout=seconds):
        raise ContentsBusy
    try:
        yield
    finally:
        places.release()
