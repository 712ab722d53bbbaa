"""Files: listed for installers and documents, and found by name, path or content.

Hot pages read columns, not entities.
"""

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Result,
    Row,
    Select,
    Text,
    case,
    cast,
    false,
    func,
    or_,
    select,
    true,
    tuple_,
)
from sqlalchemy.orm import Session, joinedload

from warehouse.packaging import versions
from warehouse.packaging.models import (
    File,
    Filename,
    PackageType,
    Project,
    Provenance,
    Release,
    Role,
)
from warehouse.packaging.models.lifecycle import is_visible
from warehouse.packaging.names import normalize
from warehouse.packaging.queries.namespaces import select_namespaces

_AGE = tuple_(File.upload_time, File.filename)


def _rows(db: Session, query: Select[Any]) -> Result[Any]:
    """Return rows of columns without the ORM, which would double the time they take."""
    return db.connection().execute(query)


class ListedFile(NamedTuple):
    """A file as the simple index shows it; named rows would be ten times as slow."""

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
    has_provenance: bool


class DocumentedFile(NamedTuple):
    """A file as the JSON API shows it; a release without files has a row without one."""

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
    """Return the visible files of a project, by version and then by filename."""
    if project.is_quarantined:
        return []
    return _ordered(list(map(ListedFile._make, _rows(db, _listed(project)))))


def files_and_namespaces(
    db: Session, project: Project
) -> tuple[Sequence[ListedFile], list[dict[str, Any]]]:
    """Return what `files_of` does and the namespaces of the project, by one statement."""
    spaces = select_namespaces(project.name, project.id).subquery()
    pair = func.json_build_object("name", spaces.c.name, "owned", spaces.c.owned)
    # As text, which is decoded once, and not with every file.
    packed = select(cast(func.json_agg(pair), Text).label("packed")).subquery()
    files = _listed(project).subquery()
    is_shown = true() if not project.is_quarantined else false()
    query = select(packed.c.packed, *files.c).select_from(packed.outerjoin(files, is_shown))
    found = _rows(db, query).all()
    rows = [ListedFile._make(row[1:]) for row in found if row.filename is not None]
    return _ordered(rows), json.loads(found[0].packed or "[]")


def _listed(project: Project) -> Select[Any]:
    return _listed_where(Release.project_id == project.id)


def _listed_where(condition: ColumnElement[bool]) -> Select[Any]:
    return (
        select(*_columns(ListedFile))
        .join(File, File.release_id == Release.id)
        .outerjoin(Provenance, Provenance.file_id == File.id)
        .where(condition)
        .where(is_visible(Release))
    )


def select_listed_files(projects: Collection[UUID], *columns: Any) -> Select[Any]:
    """Select the visible files of projects: the fields of `ListedFile`, then `columns`.

    They are joined to their releases, and to their provenance, which few have.
    """
    return _listed_where(Release.project_id.in_(projects)).add_columns(*columns)


def _ordered(rows: Sequence[ListedFile]) -> Sequence[ListedFile]:
    places = versions.places(row.version for row in rows)
    return sorted(rows, key=lambda row: (places[row.version], row.filename))


def files_by_version(db: Session, project: Project) -> Sequence[DocumentedFile]:
    """Return the visible releases of a project with their files, by filename.

    A release without files is one row whose filename is None, as is all else of the file.
    """
    found = _rows(
        db,
        select(*_columns(DocumentedFile))
        .outerjoin(File, File.release_id == Release.id)
        .where(Release.project_id == project.id)
        .where(is_visible(Release))
        .order_by(File.filename),
    )
    return list(map(DocumentedFile._make, found))


def files_of_release(db: Session, release: Release) -> Sequence[DocumentedFile]:
    """Return the files of one release, ordered by filename."""
    found = _rows(
        db,
        select(*_columns(DocumentedFile))
        .join(File, File.release_id == Release.id)
        .where(Release.id == release.id)
        .order_by(File.filename),
    )
    return list(map(DocumentedFile._make, found))


def has_wheel(db: Session, release: Release, *, before: File | None = None) -> bool:
    """Return whether a wheel of `release` is there, or was uploaded before that file."""
    wanted = select(File.id).where(
        File.release_id == release.id, File.packagetype == PackageType.BDIST_WHEEL
    )
    if before is not None:
        wanted = wanted.where(tuple_(before.upload_time, before.filename) > _AGE)
    return db.scalar(wanted.limit(1)) is not None


def unread_files(db: Session, *, at_most: int) -> Sequence[File]:
    """Lock and return the oldest files whose stored metadata was not read yet."""
    return db.scalars(
        select(File)
        .where(File.metadata_file_sha256_digest.is_not(None), ~File.metadata_read)
        .order_by(File.upload_time, File.filename)
        .limit(at_most)
        .with_for_update(skip_locked=True)
    ).all()


def wheels_not_looked_into(db: Session, *, at_most: int) -> Sequence[File]:
    """Lock and return the newest wheels of which nobody knows what they bring along."""
    return db.scalars(
        select(File)
        .where(
            File.contents.is_(None),
            File.packagetype == PackageType.BDIST_WHEEL,
            File.is_held,
        )
        .order_by(File.upload_time.desc())
        .limit(at_most)
        .with_for_update(skip_locked=True, of=File)
    ).all()


def place_of(db: Session, path: str) -> Any:
    """Return the project and the digests of the file at `path`, or None if unknown.

    Bytes of which only the listing is known have no digest. `offers_metadata` says whether
    installers may have what lies beside it.
    """
    if "\0" in path:
        return None
    return db.execute(
        select(
            Project.name.label("project"),
            Project.id.label("project_id"),
            Project.is_private,
            File.filename,
            File.md5_digest,
            File.sha256_digest,
            File.metadata_file_sha256_digest,
            File.upload_time,
            File.is_held.label("is_held"),
            _OFFERED.is_not(None).label("offers_metadata"),
        )
        .select_from(File)
        .join(Release, Release.id == File.release_id)
        .join(Project, Project.id == Release.project_id)
        .where(File.path == path)
    ).one_or_none()


def file_of(db: Session, project: Project, filename: str) -> File | None:
    """Return the file of `project` with exactly this name, its release loaded."""
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
    """Return the file of `project` with exactly this filename and Python version."""
    if "\0" in filename + python_version:
        return None
    return db.scalar(
        select(File)
        .join(Release, Release.id == File.release_id)
        .join(Project, Project.id == Release.project_id)
        .where(Project.normalized_name == normalize(project))
        .where(File.filename == filename, File.python_version == python_version)
    )


def file_like(
    db: Session, project: Project, filename: str, blake2_256: str
) -> Row[str, str | None, str | None] | None:
    """Return name, SHA-256 and BLAKE2 of a file with this name, or else this content.

    The name is looked for in the whole index, the content in `project` only.
    """
    return db.execute(
        select(File.filename, File.sha256_digest, File.blake2_256_digest)
        .join(Release, Release.id == File.release_id)
        .where(
            or_(
                File.filename == filename,
                (Release.project_id == project.id) & (File.blake2_256_digest == blake2_256),
            )
        )
        .order_by((File.filename == filename).desc())
        .limit(1)
    ).first()


def digests_of(db: Session, filenames: Collection[str]) -> dict[str, str | None]:
    """Return the SHA-256 of the files of these names; None where the bytes are not held."""
    wanted = select(File.filename, func.lower(cast(File.sha256_digest, Text)))
    found = db.execute(wanted.where(File.filename.in_(filenames)))
    return {filename: digest for filename, digest in found}


def is_filename_used(db: Session, filename: str) -> bool:
    """Return whether any file ever had this name."""
    wanted = select(Filename.id).where(Filename.filename == filename)
    return db.scalar(wanted) is not None


def has_sdist(db: Session, release: Release) -> bool:
    """Return whether a release has a source distribution."""
    wanted = select(File.id).where(
        File.release_id == release.id, File.packagetype == PackageType.SDIST
    )
    return db.scalar(wanted.limit(1)) is not None


_YANKED = {
    "yanked": or_(Release.yanked, File.yanked),
    "yanked_reason": case(
        (Release.yanked, Release.yanked_reason), else_=File.yanked_reason
    ),
}
"""A file is yanked by itself, or with its release (PEP 592)."""

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
    """Return the columns of its fields, in their order."""
    return [_column(name) for name in row._fields]


def _column(name: str) -> Any:
    if name == "metadata_file_sha256_digest":
        return _OFFERED
    if name == "has_provenance":
        return Provenance.id.is_not(None)
    if name in _YANKED:
        return _YANKED[name]
    return getattr(Release if name == "version" else File, name)


def files_of_person(db: Session, user_id: UUID) -> Sequence[Any]:
    """Return the files of all projects in which a person has a role, by project."""
    return db.execute(
        select(
            Project.name.label("project"),
            Release.version,
            File.filename,
            func.coalesce(File.size, 0).label("size"),
            File.upload_time,
            File.sha256_digest,
        )
        .join(Release, Release.id == File.release_id)
        .join(Project, Project.id == Release.project_id)
        .join(Role, Role.project_id == Project.id)
        .where(Role.user_id == user_id)
        .order_by(Project.normalized_name, File.filename)
    ).all()
