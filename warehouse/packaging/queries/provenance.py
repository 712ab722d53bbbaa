"""The provenance of files (PEP 740), and of the release before."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session, aliased

from warehouse.packaging.models import File, Project, Provenance, Release
from warehouse.packaging.models.lifecycle import is_visible
from warehouse.packaging.queries.releases import newest_first

Source = tuple[str, str | None]


def provenance_of(db: Session, release: Release, filename: str) -> dict[str, Any] | None:
    """Return the provenance (PEP 740) of the file of `release` with exactly this name."""
    return db.scalar(
        select(Provenance.provenance)
        .join(File, File.id == Provenance.file_id)
        .where(File.release_id == release.id, File.filename == filename)
    )


def provenance_by_other_roots(
    db: Session, digest: str, *, limit: int
) -> Sequence[Provenance]:
    """Return rows that were last verified by another trust root, the oldest first.

    They are locked; those that somebody else has locked are left out.
    """
    found = (
        select(Provenance)
        .where(Provenance.trust_root.is_distinct_from(digest))
        .order_by(Provenance.verified_at.nulls_first(), Provenance.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return db.scalars(found).all()


def sources_beside(db: Session, file: File) -> Sequence[Source]:
    """Return the sources of the other files of its release."""
    others = _sources().where(File.release_id == file.release_id, File.id != file.id)
    return [row.tuple() for row in db.execute(others)]


class ReleaseProof(NamedTuple):
    """A release in short, and whether any of its files has provenance."""

    version: str
    created: datetime
    yanked: bool
    is_prerelease: bool
    is_proved: bool


def sources_of(db: Session, release: Release) -> Sequence[Source]:
    """Return the sources of the files of a release."""
    found = _sources().where(File.release_id == release.id)
    return [row.tuple() for row in db.execute(found)]


def sources_before(db: Session, release: Release) -> Sequence[Source]:
    """Return the sources of the release that was published before this one."""
    return [row.tuple() for row in db.execute(select_sources_before(release))]


def newest_proofs_of(db: Session, project: Project, *, limit: int) -> list[ReleaseProof]:
    """Return the releases with the newest versions, and whether each has provenance."""
    is_proved = (
        select(Provenance.id)
        .join(File, File.id == Provenance.file_id)
        .where(File.release_id == Release.id)
        .exists()
    )
    found = db.execute(
        select(
            *(Release.version, Release.created, Release.yanked, Release.is_prerelease),
            is_proved,
        )
        .where(Release.project_id == project.id, is_visible(Release))
        .order_by(*newest_first(Release))
        .limit(limit)
    )
    return [ReleaseProof(*row) for row in found]


def select_sources_before(release: Release) -> Select[str, str | None]:
    """Select the sources of the release that was published before this one.

    A source is a version with the repository of a file: None where nothing is proved, and
    empty where something else than a repository is.
    """
    other = aliased(Release)
    before = (
        select(other.id)
        .where(other.project_id == release.project_id, is_visible(other))
        .where(other.created < release.created)
        .order_by(other.created.desc())
        .limit(1)
        .scalar_subquery()
    )
    return _sources().where(File.release_id == before)


def _sources() -> Select[Any]:
    repository = Provenance.facts["repository"].astext
    return (
        select(
            Release.version,
            case(
                (Provenance.id.is_not(None), func.coalesce(repository, "")),
            ).label("repository"),
        )
        .select_from(File)
        .join(Release, Release.id == File.release_id)
        .outerjoin(Provenance, Provenance.file_id == File.id)
        .distinct()
    )
