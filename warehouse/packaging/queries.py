"""Finding projects, releases and files. Hot pages read columns, not entities."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Result,
    Row,
    Select,
    case,
    func,
    or_,
    select,
    tuple_,
)
from sqlalchemy.orm import Session, joinedload

from warehouse.accounts.models import User
from warehouse.accounts.queries import SYSTEM_USERS
from warehouse.packaging import versions
from warehouse.packaging.models import (
    File,
    JournalEntry,
    LifecycleStatus,
    PackageType,
    Project,
    Release,
    Role,
    RowCount,
)
from warehouse.packaging.names import is_valid_name, normalize

_HIDDEN = LifecycleStatus.QUARANTINE_ENTER
_AGE = tuple_(File.upload_time, File.filename)

COUNTED: Mapping[str, Select[UUID]] = {
    Project.__tablename__: select(Project.id),
    Release.__tablename__: select(Release.id),
    File.__tablename__: select(File.id),
    User.__tablename__: select(User.id).where(User.username.not_in(SYSTEM_USERS)),
}
"""What is counted, by table."""

_FEW = 1_000


def project_named(db: Session, name: str) -> Project | None:
    """The project that `name` normalises to (PEP 503)."""
    if not is_valid_name(name):
        return None
    return db.scalar(select(Project).where(Project.normalized_name == normalize(name)))


def release_of(db: Session, project: Project, version: str) -> Release | None:
    """The release of `project` whose version equals `version` (PEP 440).

    Legacy projects may have several, such as 1.0 and 1.0.0: then the spelling decides.
    The description comes along: asked for later, it may have been deleted meanwhile.
    """
    if "\0" in version:
        return None
    found = db.scalars(
        select(Release)
        .where(Release.project_id == project.id)
        .where(
            Release.canonical_version.in_({versions.canonical(version.strip()), version})
        )
        .options(joinedload(Release.description))
    ).all()
    if len(found) == 1:
        return found[0]
    return next((each for each in found if each.version == version), None)


def all_projects(db: Session) -> Sequence[Row[str, str, int]]:
    """Normalised name, name and serial of every project installers may know."""
    return db.execute(_installable()).all()


def some_projects(
    db: Session, *, after: str, until: str | None, limit: int | None = None
) -> Sequence[Row[str, str, int]]:
    """The same of the projects whose names come after `after`, up to that of `until`."""
    wanted = _installable().where(after < Project.normalized_name).limit(limit)
    if until is not None:
        wanted = wanted.where(until >= Project.normalized_name)
    return db.execute(wanted).all()


def last_serial(db: Session) -> int:
    """The id of the newest journal row, 0 if there is none."""
    return db.scalar(select(func.max(JournalEntry.id))) or 0


def _rows(db: Session, query: Select[Any]) -> Result[Any]:
    """Rows of columns as they are: the ORM would take as long again to look at each."""
    return db.connection().execute(query)


class ListedFile(NamedTuple):
    """What the simple index shows of a file; rows are ten times as slow to read by name."""

    version: str
    requires_python: str | None
    yanked: bool
    yanked_reason: str
    filename: str
    path: str
    size: int | None
    md5_digest: str
    sha256_digest: str | None
    upload_time: datetime
    metadata_file_sha256_digest: str | None


class DocumentedFile(NamedTuple):
    """What the JSON API shows of a file; a release without files has a row without one."""

    version: str
    requires_python: str | None
    yanked: bool
    yanked_reason: str
    filename: str
    path: str
    packagetype: PackageType
    python_version: str
    comment_text: str | None
    size: int | None
    md5_digest: str
    sha256_digest: str | None
    blake2_256_digest: str | None
    upload_time: datetime
    metadata_file_sha256_digest: str | None


def files_of(db: Session, project: Project) -> Sequence[ListedFile]:
    """What the simple index shows of every file, by version and then by filename."""
    if project.is_quarantined:
        return []
    found = _rows(
        db,
        select(*_columns(ListedFile))
        .join(File, File.release_id == Release.id)
        .where(Release.project_id == project.id)
        .where(Release.lifecycle_status.is_distinct_from(_HIDDEN)),
    )
    rows = list(map(ListedFile._make, found))
    # A project has many more files than versions, whose comparison takes long.
    ordered = sorted({row.version for row in rows}, key=versions.sort_key)
    places = {version: place for place, version in enumerate(ordered)}
    return sorted(rows, key=lambda row: (places[row.version], row.filename))


def best_release(db: Session, project: Project) -> Release | None:
    """The release a project is shown by: not yanked, final and newest, in that order."""
    if project.is_quarantined:
        return None
    return db.scalar(
        select(Release)
        .where(Release.id == best_id(project).scalar_subquery())
        .options(joinedload(Release.description))
    )


def best_id(project: Project) -> Select[UUID]:
    """A query for the id of the release that `project` is shown by.

    It is chosen by itself: else the descriptions of all releases are read for nothing.
    """
    return (
        _shown(project)
        .with_only_columns(Release.id)
        .order_by(*best_first(Release))
        .limit(1)
    )


def best_first(release: type[Release]) -> tuple[ColumnElement[Any], ...]:
    """An order in which the first release of a project is the one that it is shown by."""
    return (
        release.yanked.asc(),
        release.is_prerelease.asc(),
        release.ordering.desc().nulls_last(),
        release.created.desc(),
    )


def files_by_version(db: Session, project: Project) -> Sequence[DocumentedFile]:
    """What the JSON API shows of every file, ordered by filename.

    A release without files is one row whose filename is None, as is all else of the file.
    """
    found = _rows(
        db,
        select(*_columns(DocumentedFile))
        .outerjoin(File, File.release_id == Release.id)
        .where(Release.project_id == project.id)
        .where(Release.lifecycle_status.is_distinct_from(_HIDDEN))
        .order_by(File.filename),
    )
    return list(map(DocumentedFile._make, found))


def files_of_release(db: Session, release: Release) -> Sequence[DocumentedFile]:
    """What the JSON API shows of the files of one release, ordered by filename."""
    found = _rows(
        db,
        select(*_columns(DocumentedFile))
        .join(File, File.release_id == Release.id)
        .where(Release.id == release.id)
        .order_by(File.filename),
    )
    return list(map(DocumentedFile._make, found))


def has_wheel(db: Session, release: Release, *, before: File | None = None) -> bool:
    """Whether a wheel of `release` is there, or was uploaded before that file."""
    wanted = select(File.id).where(
        File.release_id == release.id, File.packagetype == PackageType.BDIST_WHEEL
    )
    if before is not None:
        wanted = wanted.where(tuple_(before.upload_time, before.filename) > _AGE)
    return db.scalar(wanted.limit(1)) is not None


def unread_files(db: Session, *, at_most: int) -> Sequence[File]:
    """Files whose stored metadata nobody has read, the oldest first, locked."""
    return db.scalars(
        select(File)
        .where(File.metadata_file_sha256_digest.is_not(None), ~File.metadata_read)
        .order_by(File.upload_time, File.filename)
        .limit(at_most)
        .with_for_update(skip_locked=True)
    ).all()


def projects_of(db: Session, user_id: UUID) -> Sequence[Project]:
    """The projects a person has a role in, by name."""
    return db.scalars(
        select(Project)
        .join(Role, Role.project_id == Project.id)
        .where(Role.user_id == user_id)
        .order_by(Project.normalized_name)
    ).all()


def place_of(db: Session, path: str) -> Any:
    """Of which project the file at `path` is, and whether we hold it; None if unknown.

    Bytes of which only the listing is known have no digest. `offers_metadata` says whether
    installers may have what lies beside it.
    """
    if "\0" in path:
        return None
    return db.execute(
        select(
            Project.name.label("project"),
            File.filename,
            File.md5_digest,
            File.sha256_digest,
            File.metadata_file_sha256_digest,
            File.upload_time,
            File.sha256_digest.is_not(None).label("is_held"),
            _OFFERED.is_not(None).label("offers_metadata"),
        )
        .select_from(File)
        .join(Release, Release.id == File.release_id)
        .join(Project, Project.id == Release.project_id)
        .where(File.path == path)
    ).one_or_none()


def file_of(db: Session, project: Project, filename: str) -> File | None:
    """The file of `project` with exactly this name, its release loaded."""
    if "\0" in filename:
        return None
    return db.scalar(
        select(File)
        .join(Release, Release.id == File.release_id)
        .where(Release.project_id == project.id, File.filename == filename)
        .options(joinedload(File.release).joinedload(Release.project))
    )


def file_named(
    db: Session, *, project: str, python_version: str, filename: str
) -> File | None:
    """The file of `project` with exactly this filename and Python version."""
    if "\0" in filename + python_version:
        return None
    return db.scalar(
        select(File)
        .join(Release, Release.id == File.release_id)
        .join(Project, Project.id == Release.project_id)
        .where(Project.normalized_name == normalize(project))
        .where(File.filename == filename, File.python_version == python_version)
    )


def counts(db: Session) -> dict[str, int]:
    """How many projects, releases, files and users there are.

    Few are counted whenever somebody looks, many as they were last counted: so an index
    that begins to fill has figures that fit what is listed beside them.
    """
    found = db.execute(select(*(_number_of(name) for name in COUNTED))).one()
    return dict(zip(COUNTED, found, strict=True))


def _number_of(table: str) -> ColumnElement[int]:
    stored = select(RowCount.count).where(RowCount.table_name == table).scalar_subquery()
    some = COUNTED[table].limit(_FEW).subquery()
    few = select(func.count()).select_from(some).scalar_subquery()
    return case((stored >= _FEW, stored), else_=few)


_OF_THE_RELEASE = {"version", "yanked", "yanked_reason"}

_OFFERED = case(
    (
        or_(File.packagetype != PackageType.SDIST, File.metadata_read),
        File.metadata_file_sha256_digest,
    )
)
"""The digest of core metadata that installers may rely on (PEP 658).

Before anyone had read it, that of an sdist may say that what resolvers read is not final.
"""


def _columns(row: type[ListedFile] | type[DocumentedFile]) -> list[Any]:
    """The columns of its fields, in their order."""
    return [_column(name) for name in row._fields]


def _column(name: str) -> Any:
    if name == "metadata_file_sha256_digest":
        return _OFFERED
    return getattr(Release if name in _OF_THE_RELEASE else File, name)


def _installable() -> Select[str, str, int]:
    return (
        select(Project.normalized_name, Project.name, Project.last_serial)
        .where(Project.lifecycle_status.is_distinct_from(_HIDDEN))
        .order_by(Project.normalized_name)
    )


def _shown(project: Project) -> Select[Release]:
    return (
        select(Release)
        .where(Release.project_id == project.id)
        .where(Release.lifecycle_status.is_distinct_from(_HIDDEN))
    )
