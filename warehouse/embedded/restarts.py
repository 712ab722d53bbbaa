"""When a program that ended is started again, and what is said of one that keeps ending."""

from collections import deque
from dataclasses import dataclass, field

_STEADY_SECONDS = 30.0
_FIRST_PAUSE, _LONGEST_PAUSE = 0.25, 300.0
_MOST_DEATHS = 3
_REMEMBERED = 8


@dataclass
class Restarts:
    """What became of the runs of one program.

    A program may die: it is started again at once. One that dies `_MOST_DEATHS` times in a
    row, none of its runs having lasted, is *failing*: it is tried ever more rarely, and
    what it writes is kept and not shown, because it would be the same each time.
    """

    deaths: int = 0
    """How many in a row."""
    due: float | None = None
    """When it is to be started again; None while it runs."""
    lines: deque[str] = field(default_factory=lambda: deque(maxlen=_REMEMBERED))
    """What it wrote last."""
    _pause: float = 0.0

    @property
    def is_failing(self) -> bool:
        """Has it died too often to be thought well?"""
        return self.deaths >= _MOST_DEATHS

    @property
    def has_just_failed(self) -> bool:
        """Is now the moment to tell?"""
        return self.deaths == _MOST_DEATHS

    def end(self, now: float, started: float) -> float:
        """Note that a run that began at `started` has ended; the seconds until the next."""
        if now - started > _STEADY_SECONDS:
            self._forget()
        self.deaths += 1
        self._pause = min(max(2 * self._pause, _FIRST_PAUSE), _LONGEST_PAUSE)
        self.due = now + self._pause
        return self._pause

    def excuse(self, now: float) -> None:
        """Note an end that was not its fault."""
        self.due = now

    def recovers(self, now: float, started: float) -> bool:
        """Has a failing program now run long enough to be thought well? True once."""
        if not self.is_failing or self.due is not None or now - started < _STEADY_SECONDS:
            return False
        self._forget()
        return True

    def _forget(self) -> None:
        self.deaths, self._pause = 0, 0.0
