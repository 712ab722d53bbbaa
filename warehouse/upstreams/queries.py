"""Finding upstreams, and what is kept of them."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from warehouse.packaging.models import File
from warehouse.upstreams.models import (
    Upstream,
    UpstreamAlarm,
    UpstreamFile,
    UpstreamName,
    UpstreamProject,
    UpstreamTakenName,
)


class FoundFile(NamedTuple):
    """A file with the normalised name of its project, and its upstream."""

    file: UpstreamFile
    project: str
    upstream: Upstream


def all_upstreams(db: Session) -> Sequence[Upstream]:
    """Return every upstream, in the order in which they are asked."""
    return db.scalars(select(Upstream).order_by(Upstream.created, Upstream.name)).all()


def counted_upstreams(db: Session) -> Sequence[Any]:
    """Return every upstream with how many names are known, and what lies here of it."""
    stored = UpstreamFile.stored_size
    projects = func.count(UpstreamProject.id.distinct()).filter(UpstreamProject.is_there)
    size = func.coalesce(func.sum(stored), 0).label("size")
    columns = (Upstream.name, Upstream.url, Upstream.is_enabled, Upstream.created)
    return db.execute(
        select(
            *columns, projects.label("projects"), func.count(stored).label("files"), size
        )
        .outerjoin(UpstreamProject, UpstreamProject.upstream_id == Upstream.id)
        .outerjoin(UpstreamFile, UpstreamFile.project_id == UpstreamProject.id)
        .group_by(Upstream.id)
        .order_by(Upstream.created, Upstream.name)
    ).all()


def enabled_upstreams(db: Session) -> Sequence[Upstream]:
    """Return the upstreams that are asked, the first one first."""
    return [each for each in all_upstreams(db) if each.is_enabled]


def has_upstreams(db: Session) -> bool:
    """Return whether any upstream is asked."""
    found = select(Upstream.id).where(Upstream.is_enabled).limit(1)
    return db.scalar(found) is not None


def upstream_named(db: Session, name: str) -> Upstream | None:
    """Return the upstream of this name, or None."""
    return db.scalar(select(Upstream).where(Upstream.name == name))


def kept(db: Session, name: str) -> Mapping[UUID, UpstreamProject]:
    """Return what each upstream last said of a normalised name, by its id."""
    mine = select(UpstreamProject).where(UpstreamProject.normalized_name == name)
    found = db.scalars(mine.execution_options(populate_existing=True))
    return {each.upstream_id: each for each in found}


def is_listed(db: Session, name: str) -> bool:
    """Return whether a list of names that was read has a normalised one."""
    mine = UpstreamName.normalized_name == name
    return db.scalar(select(UpstreamName.upstream_id).where(mine).limit(1)) is not None


def listed_files(db: Session, project_id: UUID) -> Sequence[Row[Any]]:
    """Return the files that an upstream lists and that may be shown.

    Of a file whose hash has changed, the bytes that came with the first hash are shown, and
    nothing if these do not lie here.
    """
    columns = UpstreamFile.__table__.columns
    is_good = ~UpstreamFile.is_disputed | UpstreamFile.stored_size.is_not(None)
    return db.execute(
        select(*columns)
        .where(UpstreamFile.project_id == project_id, UpstreamFile.is_listed, is_good)
        .order_by(UpstreamFile.id)
    ).all()


def file_with_id(db: Session, key: int) -> FoundFile | None:
    """Return a file with its project's name and its upstream, or None."""
    found = db.execute(
        select(UpstreamFile, UpstreamProject.normalized_name, Upstream)
        .join(UpstreamProject, UpstreamProject.id == UpstreamFile.project_id)
        .join(Upstream, Upstream.id == UpstreamProject.upstream_id)
        .where(UpstreamFile.id == key)
    ).one_or_none()
    return None if found is None else FoundFile(*found)


def is_named(db: Session, filename: str) -> bool:
    """Return whether a file of ours has this name."""
    return db.scalar(select(File.id).where(File.filename == filename)) is not None


def alarms(db: Session, most: int = 100) -> Sequence[UpstreamAlarm]:
    """Return the newest alarms."""
    newest = select(UpstreamAlarm).order_by(UpstreamAlarm.raised.desc())
    return db.scalars(newest.limit(most)).all()


def taken_name(db: Session, name: str) -> UpstreamTakenName | None:
    """Return that an administrator took a normalised name over, or None."""
    mine = UpstreamTakenName.normalized_name == name
    return db.scalar(select(UpstreamTakenName).where(mine))


def taken_names(db: Session) -> Sequence[UpstreamTakenName]:
    """Return the names that administrators took over."""
    by_name = UpstreamTakenName.normalized_name
    return db.scalars(select(UpstreamTakenName).order_by(by_name)).all()
