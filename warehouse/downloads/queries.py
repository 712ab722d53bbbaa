"""Reading counts of downloads; each costs as many rows as there are days."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, not_, select
from sqlalchemy.orm import Session

from warehouse.downloads.clients import Audience
from warehouse.downloads.models import DownloadDay, DownloadMonth, Facet
from warehouse.packaging.models import File, Release
from warehouse.packaging.models.lifecycle import is_visible
from warehouse.packaging.queries import select_owned_projects

_HIDDEN = {
    Facet.VERSION: select(Release.version),
    Facet.FILE: select(File.filename).join(File.release),
}
"""What names a release in a facet."""


def days_of(db: Session, project_id: UUID, *, since: date) -> Mapping[date, dict[str, int]]:
    """Return the downloads of a project on each day that had any, by audience."""
    return _by_audience(db, DownloadDay.day, DownloadDay, project_id, since)


def months_of(db: Session, project_id: UUID) -> Mapping[date, dict[str, int]]:
    """Return the downloads of months whose days are not kept any more, by audience."""
    return _by_audience(db, DownloadMonth.month, DownloadMonth, project_id, date.min)


def values_of(
    db: Session,
    project_id: UUID,
    facet: Facet,
    *,
    since: date,
    limit: int,
    with_hidden: bool = False,
) -> Sequence[tuple[str, int]]:
    """Return the most frequent values of a facet since a day, each with its downloads.

    Those of releases in quarantine are left out unless told otherwise.
    """
    total = func.sum(DownloadDay.count)
    found = (
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
    if facet in _HIDDEN and not with_hidden:
        hidden = _HIDDEN[facet].where(
            Release.project_id == project_id, not_(is_visible(Release))
        )
        found = found.where(DownloadDay.value.not_in(hidden))
    return [(value, int(count)) for value, count in db.execute(found)]


def installs_of(
    db: Session, project_ids: Collection[UUID], *, since: date
) -> Mapping[UUID, int]:
    """Return how often installers fetched each of some projects since a day, if at all."""
    found = db.execute(
        select(DownloadDay.project_id, func.sum(DownloadDay.count))
        .where(
            DownloadDay.project_id.in_(project_ids),
            DownloadDay.facet == Facet.AUDIENCE,
            DownloadDay.day >= since,
            DownloadDay.value == Audience.INSTALLERS,
        )
        .group_by(DownloadDay.project_id)
    )
    return {project_id: int(count) for project_id, count in found}


def owns_popular(db: Session, user_id: UUID, *, since: date, least: int) -> bool:
    """Return whether a person owns a project that installers fetched so often since a day.

    That is by a role or by an organization.
    """
    popular = (
        select(DownloadDay.project_id)
        .where(
            DownloadDay.project_id.in_(select_owned_projects(user_id)),
            DownloadDay.facet == Facet.AUDIENCE,
            DownloadDay.day >= since,
            DownloadDay.value == Audience.INSTALLERS,
        )
        .group_by(DownloadDay.project_id)
        .having(func.sum(DownloadDay.count) >= least)
        .limit(1)
    )
    return db.scalar(popular) is not None


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
