"""What a worker prepares once and uses for many tasks: compiled rules, and known names."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from sqlalchemy.orm import Session

from warehouse.scanning import queries
from warehouse.scanning.lookalikes import Lookalikes

if TYPE_CHECKING:
    from warehouse.scanning.engine import Engine

T = TypeVar("T")


class _Latest(Generic[T]):
    """Keeps the latest of what is made of some version of something.

    Key and value are replaced together; two threads at once may both make them.
    """

    def __init__(self) -> None:
        self._kept: tuple[Any, T] | None = None

    def get(self, version: Any, make: Callable[[], T]) -> T:
        """Return what is kept if it is of this version; otherwise make and keep it."""
        kept = self._kept
        if kept is None or kept[0] != version:
            kept = self._kept = (version, make())
        return kept[1]


class Prepared:
    """Compiled rules and compared names of one process."""

    def __init__(self) -> None:
        self._engine: _Latest[Engine] = _Latest()
        self._names: _Latest[Lookalikes] = _Latest()

    def engine(self, db: Session) -> Engine | None:
        """Return all rules that are switched on, compiled; None if there are none.

        They are compiled again when one was added, changed, switched or deleted.
        """
        version = queries.version_of_rules(db)
        if not version:
            return None
        return self._engine.get(version, lambda: _compiled(queries.enabled_rules(db)))

    def names(self, version: bytes, known: Callable[[], Iterable[str]]) -> Lookalikes:
        """Return what new names are compared with, made once for each version."""
        return self._names.get(version, lambda: Lookalikes(known()))


def _compiled(sources: dict[str, str]) -> Engine:
    from warehouse.scanning.engine import Engine

    return Engine(sources)
