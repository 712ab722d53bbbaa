"""How many threads of a process look into files at a time, and how many for one network.

Whoever asks for a page that is not stored has us unpack what a stranger has packed. That
may take some of the threads that make pages, and never so many that other pages wait. Nor
may it be one client who takes all of them: each has a share.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition

MOST, WAITING, SECONDS = 2, 2, 5.0
"""Threads that look into files, others that may wait for them, and seconds for which."""

MOST_EACH, WAITING_EACH = 1, 1
"""Those of them that one network of clients may have."""


class ContentsBusy(Exception):
    """Too many pages about the contents of files are being made."""


class ShareTaken(Exception):
    """As many of them are being made for one network as it may have at a time."""


class Gate:
    """Lets so many threads in, and so many others wait for so many seconds."""

    def __init__(
        self, *, most: int = MOST, waiting: int = WAITING, seconds: float = SECONDS
    ) -> None:
        self._most, self._all, self._seconds = most, most + waiting, seconds
        self._inside, self._there = Counter[str](), Counter[str]()
        self._changed = Condition()

    @contextmanager
    def entered(self, network: str) -> Iterator[None]:
        """Hold a place for `network`, which may be unknown (the empty string).

        Raises `ContentsBusy` if none is free soon, or too many wait, and `ShareTaken` if
        that is due to the network alone; one that is unknown has no share.
        """
        self._enter(network)
        try:
            yield
        finally:
            with self._changed:
                self._leave(network, self._inside, self._there)

    def _enter(self, network: str) -> None:
        with self._changed:
            if network and self._there[network] >= MOST_EACH + WAITING_EACH:
                raise ShareTaken
            if self._there.total() >= self._all:
                raise ContentsBusy
            self._there[network] += 1
            if not self._changed.wait_for(lambda: self._admits(network), self._seconds):
                self._leave(network, self._there)
                raise ShareTaken if self._has_place() else ContentsBusy
            self._inside[network] += 1

    def _has_place(self) -> bool:
        return self._inside.total() < self._most

    def _admits(self, network: str) -> bool:
        is_within_share = not network or self._inside[network] < MOST_EACH
        return is_within_share and self._has_place()

    def _leave(self, network: str, *counted: Counter[str]) -> None:
        """Count one less of the network, and forget it with its last."""
        for each in counted:
            each[network] -= 1
            if not each[network]:
                del each[network]
        self._changed.notify_all()
