"""What waits for staff: each domain says how it is found, and one statement asks for all.

A package registers its own while the application is configured::

    config.add_need(
        title="Open reports",
        permission=Permission.ADMIN_OBSERVATIONS_READ,
        route="admin.malware_reports",
        query={"q": "is:open"},
        waiting=select(Observation.created).where(...),
    )

`waiting` selects one column: since when each of them waits.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from pyramid.config import Configurator
from sqlalchemy import Select, func, literal, select, union_all
from sqlalchemy.orm import Session

from warehouse.db import UTCDateTime

MOST = 1_000
"""More than so many are not counted: the first of them are enough for a day."""


@dataclass(frozen=True)
class Need:
    """Something that may wait: its name, who may see it, where its list is, and its rows.

    `waiting` may be a function, for statements that depend on what time it is.
    """

    title: str
    permission: str
    route: str
    waiting: Select[Any] | Callable[[], Select[Any]]
    query: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Waiting:
    """How much of a need there is, and since when the oldest waits."""

    need: Need
    count: int
    oldest: datetime | None

    @property
    def is_more(self) -> bool:
        """Return whether there are more than were counted."""
        return self.count > MOST


class Needs(list[Need]):
    """Every need that was registered."""


def waiting_for(db: Session, needs: Sequence[Need]) -> list[Waiting]:
    """Return what there is of each need, that which waits longest first."""
    if not needs:
        return []
    counted = [_counted(number, need) for number, need in enumerate(needs)]
    found = [
        Waiting(needs[number], count, oldest)
        for number, count, oldest in db.execute(union_all(*counted))
    ]
    now = datetime.now(UTC)
    return sorted(found, key=lambda each: (each.count == 0, each.oldest or now))


def add_need(config: Configurator, **values: Any) -> None:
    """Register a need."""
    config.registry[Needs].append(Need(**values))


def _counted(number: int, need: Need) -> Select[*tuple[Any, ...]]:
    rows = need.waiting if isinstance(need.waiting, Select) else need.waiting()
    [column] = rows.selected_columns
    some = rows.order_by(column).limit(MOST + 1).subquery()
    [since] = some.c
    oldest = func.min(since, type_=UTCDateTime()).label("oldest")
    return select(
        literal(number).label("number"), func.count().label("count"), oldest
    ).select_from(some)
