"""Reading counts of downloads; each costs as many rows as there are days."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from warehouse.downloads.models import DownloadDay, DownloadMonth, Facet


def days_of(db: Session, project_id: UUID, *, since: date) -> Mapping[date, dict[str, int]]:
    """Return the downloads of a project on each day that had any, by audience."""
    return _by_audience(db, DownloadDay.day, DownloadDay, project_id, since)


def months_of(db: Session, project_id: UUID) -> Mapping[date, dict[str, int]]:
    """Return the downloads of months whose days are not kept any more, by audience."""
    return _by_audience(db, DownloadMonth.month, DownloadMonth, project_id, date.min)


def values_of(
    db: Session, project_id: UUID, facet: Facet, *, since: date, limit: int
) -> Sequence[tuple[str, int]]:
    """Return the most frequent values of a facet since a day, each with its downloads."""
    total = func.sum(DownloadDay.count)
    found = db.execute(
        select(DownloadDay.value, total)
        .where(
            DownloadDay.project_id == project_id,
            DownloadDay.facet == facet,
            DownloadDay.day >= since,
        )
        .group_by(DownloadDay.value)
        .order_by(total.desc(), DownloadDay.value)
        .limit(limit)
    )
    return [(value, int(count)) for value, count in found]


def _by_audience(
    db: Session, when: Any, table: Any, project_id: UUID, since: date
) -> dict[date, dict[str, int]]:
    found = db.execute(
        select(when, table.value, table.count)
        .where(
            table.project_id == project_id,
            table.facet == Facet.AUDIENCE,
            when >= since,
        )
        .order_by(when)
    )
    counted: dict[date, dict[str, int]] = {}
    for moment, audience, count in found:
        counted.setdefault(moment, {})[audience] = count
    return counted
