"""What is known to be wrong with releases, ours and others, now or at a moment.

Of ours it is known by the release, elsewhere by name and version. In a merged project a
release of ours may fix what is elsewhere, so what it fixes is known by its name besides.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from warehouse.index_views.candidates import KnownVulnerability
from warehouse.index_views.queries import vulnerability_facts
from warehouse.packaging import versions
from warehouse.packaging.models import Project
from warehouse.vulnerabilities.findings import among
from warehouse.vulnerabilities.queries import statements_about


@dataclass(frozen=True)
class Known:
    """The vulnerabilities of a project: of its releases, and what ended each."""

    of_release: dict[UUID | str, list[KnownVulnerability]] = field(
        default_factory=lambda: defaultdict(list)
    )
    """By the id of a release of ours, or by the version of one elsewhere."""

    fixed_in: dict[str, dict[str, None]] = field(default_factory=lambda: defaultdict(dict))
    """The ids by the canonical version that is the first without them."""

    def of(self, release: UUID | str) -> tuple[KnownVulnerability, ...]:
        """Return the vulnerabilities of a release."""
        return tuple(self.of_release.get(release, ()))

    def fixes(self, release: UUID | str, version: str) -> tuple[str, ...]:
        """Return the vulnerabilities that a release is the first without."""
        ended = self.fixed_in.get(versions.canonical(version), ())
        had = {each.id for each in self.of(release)}
        return tuple(each for each in ended if each not in had)

    def note(self, release: UUID | str, id_: str, severity: str | None) -> None:
        """Note a vulnerability of a release."""
        self.of_release[release].append(KnownVulnerability(id_, severity))

    def note_fixes(self, id_: str, fixed_in: Iterable[str] | None) -> None:
        """Note which versions are the first without a vulnerability."""
        for each in fixed_in or ():
            self.fixed_in[versions.canonical(each)][id_] = None


NOTHING = Known()


def known_of_ours(
    db: Session, projects: Collection[Project], then: datetime | None
) -> Mapping[UUID, Known]:
    """Return what is known of each of our projects, by its id."""
    found: dict[UUID, Known] = defaultdict(Known)
    ids = {each.normalized_name: each.id for each in projects}
    for fact in vulnerability_facts(db, list(ids.values())):
        was_noted = then is None or fact.noted is None or fact.noted <= then
        if was_noted and _counts(fact.withdrawn, then):
            found[fact.project_id].note(fact.release_id, fact.id, fact.severity)
            found[fact.project_id].note_fixes(fact.id, fact.fixed_in)
    merged = [each.normalized_name for each in projects if each.merges_upstream]
    for each in statements_about(db, merged, then):
        if _counts(each.withdrawn, then):
            found[ids[each.name]].note_fixes(each.id, each.fixes)
    return found


def known_elsewhere(
    db: Session, releases: Mapping[str, Collection[str]], then: datetime | None
) -> Mapping[str, Known]:
    """Return what is known of each normalised name, whose versions are given."""
    found: dict[str, Known] = defaultdict(Known)
    said = statements_about(db, list(releases), then)
    counting = [each for each in said if _counts(each.withdrawn, then)]
    for version, each in among(counting, releases):
        found[each.name].note(version, each.id, each.severity)
    for each in counting:
        found[each.name].note_fixes(each.id, each.fixes)
    return found


def _counts(withdrawn: datetime | None, then: datetime | None) -> bool:
    """Return whether a vulnerability is not withdrawn, now or at a moment."""
    if then is None:
        return withdrawn is None
    return withdrawn is None or withdrawn > then
