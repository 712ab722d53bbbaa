"""Finding views and their rules, and the facts about files that rules are about."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, String, func, or_, select
from sqlalchemy.orm import Session

from warehouse.events.models import ProjectEvent
from warehouse.index_views.models import IndexView, IndexViewVersion
from warehouse.packaging import versions
from warehouse.packaging.models import File, JournalEntry, Project, Provenance, Release
from warehouse.packaging.queries import ListedFile, select_listed_files
from warehouse.packaging.signals import FileUploaded
from warehouse.vulnerabilities.models import Vulnerability, release_vulnerabilities
from warehouse.vulnerabilities.queries import IS_LINKED

_links = release_vulnerabilities.c
_YANKING = ("yank release", "unyank release", "yank file %", "unyank file %")


def all_views(db: Session) -> Sequence[Row[IndexView, IndexViewVersion]]:
    """Return every view with the newest version of its rule, by name."""
    return db.execute(
        select(IndexView, IndexViewVersion)
        .join(IndexViewVersion, _is_newest())
        .order_by(IndexView.name)
    ).all()


def view_named(db: Session, name: str) -> IndexView | None:
    """Return the view of this name, or None."""
    return db.scalar(select(IndexView).where(IndexView.name == name))


def version_of(
    db: Session, name: str, then: datetime | None = None
) -> IndexViewVersion | None:
    """Return the rule of a view, now or as it was then; None if there was no such view."""
    found = select(IndexViewVersion).join(IndexView).where(IndexView.name == name)
    if then is not None:
        found = found.where(IndexViewVersion.created <= then)
    return db.scalar(found.order_by(IndexViewVersion.number.desc()).limit(1))


def newest_of(db: Session, view: IndexView) -> IndexViewVersion:
    """Return the version of a view that holds now."""
    number = IndexViewVersion.number == view.version
    mine = select(IndexViewVersion).where(IndexViewVersion.view_id == view.id, number)
    return db.scalars(mine).one()


def rule_of(db: Session, view: IndexView) -> dict[str, int | str]:
    """Return the rule of a view that holds now, as the record of staff has it."""
    newest = newest_of(db, view)
    return {"version": newest.number, "document": newest.document}


def versions_of(db: Session, view: IndexView) -> Sequence[IndexViewVersion]:
    """Return every version of the rule of a view, the newest first."""
    return db.scalars(
        select(IndexViewVersion)
        .where(IndexViewVersion.view_id == view.id)
        .order_by(IndexViewVersion.number.desc())
    ).all()


def locked_view(db: Session, name: str) -> IndexView | None:
    """Lock and return the view of this name, or None."""
    found = select(IndexView).where(IndexView.name == name)
    return db.scalar(found.with_for_update().execution_options(populate_existing=True))


class FileFacts(NamedTuple):
    """A file as the index lists it, and what else a rule may be about."""

    file: ListedFile
    project_id: UUID
    release_id: UUID
    licence: str | None
    release_yanked: bool
    yanked_since: datetime | None
    proved_since: datetime | None


def file_facts(db: Session, projects: Collection[UUID]) -> Sequence[FileFacts]:
    """Return the visible files of projects, by version and then by filename."""
    extra = (
        Release.project_id,
        Release.id,
        func.coalesce(Release.license_expression, Release.license, type_=String),
        Release.yanked,
        func.coalesce(Release.yanked_date, File.yanked_date, type_=File.yanked_date.type),
        Provenance.created,
    )
    # Without the ORM, as all listings are read.
    found = db.connection().execute(select_listed_files(projects, *extra)).all()
    number = len(ListedFile._fields)
    rows = [FileFacts(ListedFile._make(row[:number]), *row[number:]) for row in found]
    places = versions.places(each.file.version for each in rows)
    return sorted(rows, key=lambda each: (places[each.file.version], each.file.filename))


def trusted_files(db: Session, projects: Collection[UUID]) -> set[tuple[UUID, str]]:
    """Return project and filename of what trusted publishers have uploaded."""
    said = ProjectEvent.additional
    found = db.execute(
        select(ProjectEvent.source_id, said["filename"].astext).where(
            ProjectEvent.source_id.in_(projects),
            ProjectEvent.tag == FileUploaded.tag,
            said["uploaded_via_trusted_publisher"].astext == "true",
        )
    )
    return {(project, filename) for project, filename in found}


class VulnerabilityFacts(NamedTuple):
    """That a release has a vulnerability, and what ends it."""

    project_id: UUID
    release_id: UUID
    id: str
    severity: str | None
    withdrawn: datetime | None
    fixed_in: Sequence[str] | None
    noted: datetime | None


def vulnerability_facts(
    db: Session, projects: Collection[UUID]
) -> Sequence[VulnerabilityFacts]:
    """Return the known vulnerabilities of every release of projects."""
    found = db.execute(
        select(
            Release.project_id,
            Release.id,
            Vulnerability.id,
            Vulnerability.severity,
            Vulnerability.withdrawn,
            Vulnerability.fixed_in,
            _links.noted,
        )
        .join(release_vulnerabilities, _links.release_id == Release.id)
        .join(Vulnerability, IS_LINKED)
        .where(Release.project_id.in_(projects))
        .order_by(Vulnerability.id, Vulnerability.source)
    )
    return [VulnerabilityFacts._make(row) for row in found]


class Past(NamedTuple):
    """What the journal knows of a project at a moment."""

    serial: int
    yanks: dict[str, bool]
    """Whether the release of a version, or a file by its name, was yanked then."""

    known: frozenset[str]
    """Of which releases and files the journal has anything to say, then or later."""


def past_of(db: Session, project: str, then: datetime) -> Past:
    """Return the serial of a project and its yanks at a moment, as the journal has them."""
    entries = select(JournalEntry).where(JournalEntry.name == project).subquery()
    serial = db.scalar(
        select(func.max(entries.c.id)).where(entries.c.submitted_date <= then)
    )
    found: dict[str, list[Any]] = defaultdict(list)
    for row in db.execute(
        select(entries.c.version, entries.c.action, entries.c.submitted_date)
        .where(or_(*(entries.c.action.like(each) for each in _YANKING)))
        .order_by(entries.c.id)
    ):
        verb, kind, *name = row.action.split(" ", 2)
        subject = row.version if kind == "release" else "".join(name)
        found[subject].append((row.submitted_date, verb == "yank"))
    yanks = {
        subject: is_yanked
        for subject, changes in found.items()
        for moment, is_yanked in changes
        if moment <= then
    }
    return Past(serial or 0, yanks, frozenset(found))


def projects_after(db: Session, name: str, *, limit: int) -> Sequence[Project]:
    """Return the next projects by normalised name, whatever their status."""
    return db.scalars(
        select(Project)
        .where(Project.normalized_name > name)
        .order_by(Project.normalized_name)
        .limit(limit)
    ).all()


def _is_newest() -> Any:
    return (IndexViewVersion.view_id == IndexView.id) & (
        IndexViewVersion.number == IndexView.version
    )
