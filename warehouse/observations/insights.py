"""Figures about observations of projects, releases and accounts together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Date, cast, func, select, text, union_all
from sqlalchemy.orm import Session, joinedload

from warehouse.observations.models import (
    Observation,
    Observer,
    ProjectObservation,
    ReleaseObservation,
    UserObservation,
)
from warehouse.observations.queries import MOST

_TABLES: tuple[type[Observation], ...] = (
    ProjectObservation,
    ReleaseObservation,
    UserObservation,
)
_BUSIEST = 20


@dataclass(frozen=True)
class KindFigure:
    """How many observations are of one kind, and how many of those nobody decided."""

    kind: str
    count: int
    undecided: int


def by_day(db: Session, since: datetime) -> dict[date, int]:
    """Return how many observations were made on each day."""
    made = _made(since)
    day = cast(made.c.created, Date)
    found = db.execute(select(day, func.count()).group_by(day))
    return {each: count for each, count in found}


def by_kind(db: Session, since: datetime) -> list[KindFigure]:
    """Return the figures of each kind, that with the most observations first."""
    made = _made(since)
    undecided = func.count().filter(made.c.actions == text("'{}'::jsonb"))
    found = db.execute(
        select(made.c.kind, func.count(), undecided)
        .group_by(made.c.kind)
        .order_by(func.count().desc(), made.c.kind)
    )
    return [KindFigure(*row) for row in found]


def by_observer(db: Session, since: datetime) -> Sequence[tuple[Observer, int]]:
    """Return who observed most, with the number of their observations."""
    made = _made(since)
    counted = (
        select(made.c.observer_id, func.count().label("count"))
        .group_by(made.c.observer_id)
        .order_by(func.count().desc(), made.c.observer_id)
        .limit(_BUSIEST)
        .subquery()
    )
    found = db.execute(
        select(Observer, counted.c.count)
        .join(counted, counted.c.observer_id == Observer.id)
        .order_by(counted.c.count.desc(), Observer.id)
        .options(joinedload(Observer.user))
    )
    return [(observer, count) for observer, count in found]


def newest_by(db: Session, observer_id: UUID) -> list[Observation]:
    """Return the last observations of one observer, the newest first."""
    found: list[Observation] = []
    for kind in _TABLES:
        found += db.scalars(
            select(kind)
            .where(kind.observer_id == observer_id)
            .order_by(kind.created.desc(), kind.id)
            .limit(MOST)
        )
    return sorted(found, key=lambda each: each.created, reverse=True)[:MOST]


def _made(since: datetime) -> Any:
    rows = [
        select(each.created, each.kind, each.observer_id, each.actions).where(
            each.created >= since
        )
        for each in _TABLES
    ]
    return union_all(*rows).subquery()
