"""Finding upstreams, and what is kept of them."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import TEXT, Row, and_, bindparam, exists, func, select
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
from warehouse.upstreams.ownership import reason_for


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


def said_of(db: Session, upstream_id: UUID, name: str) -> Any:
    """Return what one upstream last said of a normalised name, or None."""
    return db.execute(_SAID, {"upstream": upstream_id, "name": name}).one_or_none()


def known_of(db: Session, name: str) -> Sequence[Any]:
    """Return the upstreams that are asked, in order, with what is known of a name.

    That is what it last said of the normalised name (`id`, `is_there`, `etag`, `checked`),
    why the name is ours (`ours`), and whether any list of names has it (`is_listed`).
    """
    return db.execute(_KNOWN, {"name": name}).all()


_NAME = bindparam("name", type_=TEXT)
_SAID = select(
    *(UpstreamProject.id, UpstreamProject.is_there),
    *(UpstreamProject.etag, UpstreamProject.checked),
).where(
    UpstreamProject.upstream_id == bindparam("upstream"),
    UpstreamProject.normalized_name == _NAME,
)
_KNOWN = (
    select(
        *(Upstream.id.label("upstream_id"), Upstream.name, Upstream.url),
        *(UpstreamProject.id, UpstreamProject.is_there),
        *(UpstreamProject.etag, UpstreamProject.checked),
        reason_for(_NAME).label("ours"),
        exists().where(UpstreamName.normalized_name == _NAME).label("is_listed"),
    )
    .outerjoin(
        UpstreamProject,
        and_(
            UpstreamProject.upstream_id == Upstream.id,
            UpstreamProject.normalized_name == _NAME,
        ),
    )
    .where(Upstream.is_enabled)
    .order_by(Upstream.created, Upstream.name)
)
"""Like the others made once: to make one takes as long as to execute it."""


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


def file_with_id(db: Session, key: int) -> Any:
    """Return a file of an upstream that is asked, or None.

    With it come the normalised name of its project (`project`), the upstream's name and URL
    (`upstream`, `home`), why the name is ours (`ours`), and whether a file of ours has its
    filename (`is_named`).
    """
    return db.execute(_FILE, {"key": key}).one_or_none()


_FILE = (
    select(
        *UpstreamFile.__table__.columns,
        UpstreamProject.normalized_name.label("project"),
        *(Upstream.name.label("upstream"), Upstream.url.label("home")),
        reason_for(UpstreamProject.normalized_name).label("ours"),
        exists().where(File.filename == UpstreamFile.filename).label("is_named"),
    )
    .join(UpstreamProject, UpstreamProject.id == UpstreamFile.project_id)
    .join(Upstream, Upstream.id == UpstreamProject.upstream_id)
    .where(UpstreamFile.id == bindparam("key"), Upstream.is_enabled)
)


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
