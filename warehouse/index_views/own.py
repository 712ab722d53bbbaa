"""The source of this index's own projects, now and as they were at a moment."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.orm import Session

from warehouse.index_views import queries
from warehouse.index_views.candidates import Candidate, KnownVulnerability
from warehouse.index_views.queries import FileFacts, Past, VulnerabilityFacts
from warehouse.index_views.rules import OWN, Fact
from warehouse.index_views.sources import Listing, Offer
from warehouse.packaging import versions
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


class _Known(NamedTuple):
    """The vulnerabilities of a project: of its releases, and what ended each."""

    of_release: Mapping[UUID, Sequence[KnownVulnerability]]
    fixed_in: Mapping[str, Sequence[str]]
    """The ids by the canonical version that is the first without them."""


_NOTHING = _Known({}, {})


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
    keys = [each.id for each in projects if not each.is_quarantined]
    files: dict[UUID, list[FileFacts]] = defaultdict(list)
    trusted = queries.trusted_files(db, keys) if Fact.PUBLISHERS in needs else set()
    for facts in queries.file_facts(db, keys):
        if then is None or facts.file.upload_time <= then:
            files[facts.project_id].append(facts)
    known = _vulnerabilities(db, keys, then) if Fact.VULNERABILITIES in needs else {}
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
                    known.get(each.id, _NOTHING),
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


def _offer(project: Project, facts: FileFacts, known: _Known, is_trusted: bool) -> Offer:
    file = facts.file
    vulnerabilities = tuple(known.of_release.get(facts.release_id, ()))
    ended = known.fixed_in.get(versions.canonical(file.version), ())
    had = {each.id for each in vulnerabilities}
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
            vulnerabilities=vulnerabilities,
            fixes=tuple(each for each in ended if each not in had),
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


def _vulnerabilities(
    db: Session, projects: Collection[UUID], then: datetime | None
) -> dict[UUID, _Known]:
    """Return what is known of each project, or was at a moment."""
    found: dict[UUID, list[VulnerabilityFacts]] = defaultdict(list)
    for each in queries.vulnerability_facts(db, projects):
        if _counts(each, then):
            found[each.project_id].append(each)
    return {key: _known(facts) for key, facts in found.items()}


def _counts(facts: VulnerabilityFacts, then: datetime | None) -> bool:
    """Return whether a vulnerability is known and not withdrawn, now or at a moment."""
    if then is None:
        return facts.withdrawn is None
    is_known = facts.noted is None or facts.noted <= then
    return is_known and not _was_before(facts.withdrawn, then)


def _known(facts: Sequence[VulnerabilityFacts]) -> _Known:
    of_release: dict[UUID, list[KnownVulnerability]] = defaultdict(list)
    fixed_in: dict[str, dict[str, None]] = defaultdict(dict)
    for each in facts:
        of_release[each.release_id].append(KnownVulnerability(each.id, each.severity))
        for version in each.fixed_in or ():
            fixed_in[versions.canonical(version)][each.id] = None
    return _Known(of_release, {version: list(ids) for version, ids in fixed_in.items()})
