"""Keeping what sources say of names, and of the releases that we have under them."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from sqlalchemy.orm import Session

from warehouse.db.locks import Lock, take_lock
from warehouse.packaging.caching import project_key
from warehouse.packaging.models import Release
from warehouse.purges import purge
from warehouse.signals import Announce
from warehouse.vulnerabilities import queries
from warehouse.vulnerabilities.advisories import Advisory
from warehouse.vulnerabilities.models import Vulnerability
from warehouse.vulnerabilities.services import changes, writing
from warehouse.vulnerabilities.services.changes import Change, OurReleases, Stored
from warehouse.vulnerabilities.signals import ProjectVulnerable

_Changing = Callable[[Advisory, Stored, OurReleases], Change]


class VulnerabilityService:
    """Stores what sources say of vulnerabilities, many at once.

    A vulnerability is kept for as long as it is about any name. Doing the same again
    changes nothing. Whatever is known to be changed purges the pages of its name, which may
    be an upstream's.
    """

    def __init__(self, db: Session, announce: Announce) -> None:
        self.db, self.announce = db, announce

    def report(self, source: str, advisories: Iterable[Advisory]) -> int:
        """Store advisories for the names that each names; leave others alone.

        Answers how often a release of ours has one of them. Several may be of one
        vulnerability; the last one has its words.
        """
        together: dict[str, Advisory] = {}
        for each in advisories:
            before = together.pop(each.id, each).affected
            together[each.id] = replace(each, affected={**before, **each.affected})
        return self._store(source, together.values(), changes.reported)

    def replace(self, source: str, advisories: Iterable[Advisory]) -> int:
        """Store advisories, each as all that is known of it; answers what `report` does."""
        last = {each.id: each for each in advisories}
        return self._store(source, last.values(), changes.replaced)

    def add(self, source: str, advisories: Iterable[Advisory]) -> int:
        """Add versions to what is known, whose words stay; answers what `report` does."""
        last = {each.id: each for each in advisories}
        return self._store(source, last.values(), changes.added)

    def attach(self, release: Release) -> None:
        """Attach what is known of the version of a release that is new here.

        It is not waited for whoever stores advisories meanwhile: they come again.
        """
        project = release.project
        found = queries.findings(self.db, {project.normalized_name: [release.version]})
        if not found:
            return
        said = [each.statement for each in found]
        writing.attach(self.db, [(each.source, each.id, release.id) for each in said])
        for each in said:
            if each.withdrawn is None:
                self.announce(ProjectVulnerable(project, each.id))

    def delete(self, vulnerability: Vulnerability) -> int:
        """Delete a vulnerability; return how many releases had it.

        It comes back when its source reports it again.
        """
        take_lock(self.db, Lock.ADVISORIES)
        source, id_ = vulnerability.source, vulnerability.id
        before = self._stored(source, [id_])[id_]
        ours = OurReleases(self.db, before.names)
        purge(self.db, *map(project_key, before.said))
        purge(self.db, *_keys(ours, before.releases.values()))
        writing.forget(self.db, source, [id_])
        return len(before.releases)

    def _store(
        self, source: str, advisories: Iterable[Advisory], changing: _Changing
    ) -> int:
        given = list(advisories)
        if not given:
            return 0
        take_lock(self.db, Lock.ADVISORIES)
        stored = self._stored(source, [each.id for each in given])
        names = {name for each in given for name in each.affected}
        names |= {name for each in stored.values() for name in each.names}
        ours = OurReleases(self.db, names)
        found = [changing(each, stored[each.id], ours) for each in given]
        writing.write(self.db, source, found)
        for each in found:
            purge(self.db, *map(project_key, _named_anew(each)))
            purge(self.db, *_keys(ours, _attached_anew(each)))
        self._tell(found)
        return sum(each.found for each in found)

    def _stored(self, source: str, ids: list[str]) -> dict[str, Stored]:
        words = queries.words_of(self.db, source, ids)
        said = queries.said_now(self.db, source, ids)
        releases = queries.releases_with(self.db, source, ids)
        return {
            id_: Stored(words.get(id_), said.get(id_, {}), releases.get(id_, {}))
            for id_ in ids
        }

    def _tell(self, found: Iterable[Change]) -> None:
        new = [each for each in found if each.attached and each.words["withdrawn"] is None]
        releases = [release for each in new for release in each.attached]
        projects = queries.affected_projects(self.db, releases) if releases else ()
        for each in new:
            names = set(each.attached.values())
            for project in projects:
                if project.normalized_name in names:
                    self.announce(ProjectVulnerable(project, each.id))


def _named_anew(change: Change) -> set[str]:
    """Return the names whose pages show something else, wherever their projects are."""
    if change.is_said_anew:
        return {*change.before.said, *change.said}
    return {*change.renewed, *change.dropped}


def _attached_anew(change: Change) -> set[str]:
    """Return the names of our projects whose releases have it now, or have it no more."""
    names = {*change.attached.values(), *change.detached.values()}
    return {*names, *change.before.releases.values()} if change.is_said_anew else names


def _keys(ours: OurReleases, names: Iterable[str]) -> Iterable[str]:
    """Return the keys of public projects: a purge must not tell that others are here."""
    return map(project_key, ours.public(names))
