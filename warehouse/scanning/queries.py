"""Finding rules, and files to try them on."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, LargeBinary, bindparam, func, select
from sqlalchemy.orm import Session, contains_eager

from warehouse.packaging.models import File, Project, ProjectRequirement, Release
from warehouse.scanning.assessing import Assessment
from warehouse.scanning.models import (
    FileInspection,
    FileMatch,
    NameMatch,
    ProjectDigest,
    YaraRules,
)


def rules_named(db: Session, name: str) -> YaraRules | None:
    """Return the rules of this name, or None."""
    return db.scalar(select(YaraRules).where(YaraRules.name == name))


def enabled_rules(db: Session) -> dict[str, str]:
    """Return the texts of the rules that are switched on, by name."""
    found = select(YaraRules.name, YaraRules.source).where(YaraRules.is_enabled)
    return {row.name: row.source for row in db.execute(found.order_by(YaraRules.name))}


def version_of_rules(db: Session) -> tuple[tuple[UUID, datetime], ...]:
    """Return what is another value as soon as another set of rules is switched on."""
    found = select(YaraRules.id, YaraRules.changed).where(YaraRules.is_enabled)
    return tuple((row.id, row.changed) for row in db.execute(found.order_by(YaraRules.id)))


def inspection_of(db: Session, file_id: UUID) -> FileInspection | None:
    """Return what was found in a file, or None if it was not inspected."""
    return db.scalar(select(FileInspection).where(FileInspection.file_id == file_id))


def project_of_file_locked(db: Session, file_id: UUID) -> UUID | None:
    """Return the id of a file's project, and keep the file from being deleted."""
    found = select(Release.project_id).join(File, File.release_id == Release.id)
    locking = found.where(File.id == file_id).with_for_update(
        read=True, key_share=True, of=File
    )
    return db.scalar(locking)


def common_digests(db: Session, digests: Sequence[bytes], *, projects: int) -> set[bytes]:
    """Return those of the digests that so many projects have, or more."""
    every = func.unnest(bindparam("digests", list(digests), ARRAY(LargeBinary)))
    wanted = every.table_valued("digest", name="wanted").render_derived()
    some = select(ProjectDigest.project_id).where(ProjectDigest.digest == wanted.c.digest)
    counted = select(func.count()).select_from(
        some.limit(projects).correlate(wanted).subquery()
    )
    found = select(wanted.c.digest).where(counted.scalar_subquery() >= projects)
    return {bytes(each) for each in db.scalars(found)}


def inspected_files(
    db: Session, project: Project, *, limit: int
) -> list[tuple[File, Assessment | None]]:
    """Return the newest files of a project, and what stands out in those inspected."""
    found = (
        select(File, FileInspection.assessment)
        .join(Release, Release.id == File.release_id)
        .outerjoin(FileInspection, FileInspection.file_id == File.id)
        .where(Release.project_id == project.id)
        .order_by(File.upload_time.desc(), File.id)
        .limit(limit)
        .options(contains_eager(File.release))
    )
    return [
        (file, None if kept is None else Assessment.from_json(kept))
        for file, kept in db.execute(found)
    ]


def newest_files(db: Session, *, limit: int) -> Sequence[File]:
    """Return the files that were uploaded last."""
    found = select(File).where(File.path.is_not(None), File.size.is_not(None))
    return db.scalars(found.order_by(File.upload_time.desc(), File.id).limit(limit)).all()


def most_required(db: Session, *, limit: int) -> list[str]:
    """Return the names of the projects here that most others require, most first."""
    required = (
        select(ProjectRequirement.name)
        .group_by(ProjectRequirement.name)
        .order_by(func.count().desc(), ProjectRequirement.name)
        .limit(limit)
        .subquery()
    )
    known = Project.normalized_name
    return list(db.scalars(select(known).join(required, required.c.name == known)))


def name_match_with_id(db: Session, key: UUID) -> NameMatch | None:
    """Return a match of names, or None."""
    return db.get(NameMatch, key)


def match_with_id(db: Session, key: UUID) -> FileMatch | None:
    """Return a match, or None."""
    return db.get(FileMatch, key)
