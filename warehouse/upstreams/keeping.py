"""What is kept of upstreams, read without asking any of them."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, collate, func, select, tuple_
from sqlalchemy.orm import Session

from warehouse.settings import UpstreamSettings
from warehouse.upstreams import queries
from warehouse.upstreams.models import Upstream, UpstreamFile, UpstreamProject
from warehouse.upstreams.ownership import may_ask
from warehouse.upstreams.searching import NameElsewhere


def is_fresh(checked: datetime, settings: UpstreamSettings) -> bool:
    """Return whether what an upstream said then need not be asked for again."""
    return timedelta() <= datetime.now(UTC) - checked < settings.fresh


class KeptProject(NamedTuple):
    """A name that is not ours, and the files that an upstream last listed under it."""

    name: str
    files: Sequence[Row[Any]]


def kept_names(db: Session, *, after: str, limit: int) -> Sequence[str]:
    """Return the next names that any upstream is known to have, ours or not."""
    name = collate(UpstreamProject.normalized_name, "C")
    return db.scalars(
        select(name)
        .join(Upstream, Upstream.id == UpstreamProject.upstream_id)
        .where(Upstream.is_enabled, UpstreamProject.is_there, name > after)
        .group_by(name)
        .order_by(name)
        .limit(limit)
    ).all()


class RecentProject(NamedTuple):
    """What is kept of a name since a moment, and how many files were listed."""

    name: str
    project_id: UUID
    files: int


def recent_projects(
    db: Session, names: Collection[NameElsewhere], since: datetime
) -> Sequence[RecentProject]:
    """Return which names their upstreams were asked for since a moment, and have."""
    listed = select(func.count()).where(
        UpstreamFile.project_id == UpstreamProject.id, UpstreamFile.is_listed
    )
    mine = tuple_(UpstreamProject.normalized_name, Upstream.name)
    found = db.execute(
        select(
            UpstreamProject.normalized_name, UpstreamProject.id, listed.scalar_subquery()
        )
        .join(Upstream, Upstream.id == UpstreamProject.upstream_id)
        .where(mine.in_(names), UpstreamProject.is_there, UpstreamProject.checked > since)
        .order_by(UpstreamProject.normalized_name)
    )
    return [RecentProject._make(row) for row in found]


def kept_project(db: Session, name: str, never: Collection[str]) -> KeptProject:
    """Return what is kept of a name; there are no files if no upstream is asked for it."""
    if not may_ask(db, name, never):
        return KeptProject(name, ())
    kept = queries.kept(db, name)
    known = (kept.get(each.id) for each in queries.enabled_upstreams(db))
    first = next((each for each in known if each is not None and each.is_there), None)
    files = () if first is None else queries.listed_files(db, first.id)
    return KeptProject(name, files)
