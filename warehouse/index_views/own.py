"""The source of this index's own projects, now and as they were at a moment."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.orm import Session

from warehouse.index_views import queries
from warehouse.index_views.candidates import Candidate
from warehouse.index_views.queries import FileFacts, Past
from warehouse.index_views.rules import OWN, Fact
from warehouse.index_views.sources import Listing, Offer
from warehouse.index_views.vulnerabilities import NOTHING, Known, known_of_ours
from warehouse.packaging.locations import file_url
from warehouse.packaging.models import Project
from warehouse.packaging.queries import (
    ListedFile,
    all_projects,
    project_named,
    projects_named,
)


class OwnProjects:
    """What was published here."""

    name = OWN

    def listing(
        self, db: Session, project: str, needs: Collection[Fact], then: datetime | None
    ) -> Listing | None:
        """Return the project of this name, or None."""
        found = project_named(db, project)
        return None if found is None else _listed(db, found, needs, then)

    def listings_of(
        self,
        db: Session,
        names: Collection[str],
        needs: Collection[Fact],
        then: datetime | None,
    ) -> Sequence[Listing]:
        """Return the projects of these names, all at once unless as they were."""
        found = projects_named(db, names)
        if then is None:
            return _listings(db, found, needs) if found else []
        return [_listed(db, each, needs, then) for each in found]

    def listings(
        self, db: Session, needs: Collection[Fact], *, after: str, limit: int
    ) -> Sequence[Listing]:
        """Return the next projects by normalised name."""
        found = queries.projects_after(db, after, limit=limit)
        return _listings(db, found, needs) if found else []

    def projects(self, db: Session) -> Iterable[Row[str, str, int]]:
        """Return every visible project."""
        return all_projects(db)

    def url(self, host: str, file: ListedFile) -> str:
        """Return where the bytes of a file are."""
        return file_url(host, file.path)


def _listed(
    db: Session, project: Project, needs: Collection[Fact], then: datetime | None
) -> Listing:
    past = None if then is None else queries.past_of(db, project.name, then)
    return next(iter(_listings(db, [project], needs, then, past)))


def _listings(
    db: Session,
    projects: Sequence[Project],
    needs: Collection[Fact],
    then: datetime | None = None,
    past: Past | None = None,
) -> list[Listing]:
    seen = [each for each in projects if not each.is_quarantined]
    keys = [each.id for each in seen]
    files: dict[UUID, list[FileFacts]] = defaultdict(list)
    trusted = queries.trusted_files(db, keys) if Fact.PUBLISHERS in needs else set()
    for facts in queries.file_facts(db, keys):
        if then is None or facts.file.upload_time <= then:
            files[facts.project_id].append(facts)
    known = known_of_ours(db, seen, then) if Fact.VULNERABILITIES in needs else {}
    return [
        Listing(
            each.name,
            each.normalized_name,
            each.status,
            each.lifecycle_status_note,
            each.last_serial if past is None else past.serial,
            [
                _offer(
                    each,
                    _as_of(facts, then, past),
                    known.get(each.id, NOTHING),
                    (each.id, facts.file.filename) in trusted,
                )
                for facts in files[each.id]
            ],
        )
        for each in projects
    ]


def _as_of(facts: FileFacts, then: datetime | None, past: Past | None) -> FileFacts:
    """Return the facts about a file as they were at a moment."""
    if then is None or past is None:
        return facts
    file = facts.file._replace(
        yanked=_was_yanked(facts, past, then),
        has_provenance=_was_before(facts.proved_since, then),
    )
    return facts._replace(file=file)


def _offer(project: Project, facts: FileFacts, known: Known, is_trusted: bool) -> Offer:
    file = facts.file
    return Offer(
        file,
        Candidate(
            source=OWN,
            project=project.normalized_name,
            version=file.version,
            filename=file.filename,
            uploaded=file.upload_time,
            first_seen=file.upload_time,
            yanked=file.yanked,
            requires_python=file.requires_python,
            has_provenance=file.has_provenance,
            is_trusted=is_trusted or file.has_provenance,
            licence=facts.licence,
            vulnerabilities=known.of(facts.release_id),
            fixes=known.fixes(facts.release_id, file.version),
        ),
    )


def _was_before(moment: datetime | None, then: datetime) -> bool:
    return moment is not None and moment <= then


def _was_yanked(facts: FileFacts, past: Past, then: datetime) -> bool:
    """Return whether a file was yanked, by itself or with its release.

    What the journal says nothing of is yanked since the date that stands beside it.
    """
    subjects = (facts.file.version, facts.file.filename)
    if any(past.yanks.get(each, False) for each in subjects):
        return True
    if any(each in past.known for each in subjects) or not facts.file.yanked:
        return False
    return facts.yanked_since is None or facts.yanked_since <= then
