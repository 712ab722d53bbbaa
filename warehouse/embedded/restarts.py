"""When to restart a program that ended, and what to report of one that keeps ending."""

from collections import deque
from dataclasses import dataclass, field

_STEADY_SECONDS = 30.0
_FIRST_PAUSE, _LONGEST_PAUSE = 0.25, 300.0
_MOST_DEATHS = 3
_REMEMBERED = 8


@dataclass
class Restarts:
    """How the runs of one program ended.

    A program may die: it is started again at once. One that dies `_MOST_DEATHS` times in a
    row, none of its runs having lasted, is *failing*: it is tried ever more rarely, and
    what it writes is kept and not shown, because it would be the same each time.
    """

    deaths: int = 0
    """How many runs in a row ended badly."""
    due: float | None = None
    """When to start it again; None while it runs."""
    lines: deque[str] = field(default_factory=lambda: deque(maxlen=_REMEMBERED))
    """Its last lines."""
    _pause: float = 0.0

    @property
    def is_failing(self) -> bool:
        """Return whether it has failed often enough to count as failing."""
        return self.deaths >= _MOST_DEATHS

    @property
    def has_just_failed(self) -> bool:
        """Return whether the failure is to be reported now."""
        return self.deaths == _MOST_DEATHS

    def end(self, now: float, started: float) -> float:
        """Note the end of a run begun at `started`; return the seconds until the next."""
        if now - started > _STEADY_SECONDS:
            self._forget()
        self.deaths += 1
        self._pause = min(max(2 * self._pause, _FIRST_PAUSE), _LONGEST_PAUSE)
        self.due = now + self._pause
        return self._pause

    def excuse(self, now: float) -> None:
        """Note an end that does not count as a failure."""
        self.due = now

    def recovers(self, now: float, started: float) -> bool:
        """Return True once a failing program has run long enough to count as working."""
        if not self.is_failing or self.due is not None or now - started < _STEADY_SECONDS:
            return False
        self._forget()
        return True

    def _forget(self) -> None:
        self.deaths, self._pause = 0, 0.0
