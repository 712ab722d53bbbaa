"""What an advisory changes of what is stored: of its words, of names, and of releases."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from warehouse.vulnerabilities import queries
from warehouse.vulnerabilities.advisories import Advisory
from warehouse.vulnerabilities.affected import Affected, Versions

Words = Mapping[str, object]


@dataclass(frozen=True)
class Stored:
    """What is known of a vulnerability before."""

    words: Words | None
    said: Mapping[str, Affected]
    """What is said of each name."""
    releases: Mapping[UUID, str]
    """Our releases that have it, with the names of their projects."""

    @property
    def names(self) -> set[str]:
        """Return all names that it is about."""
        return {*self.said, *self.releases.values()}


@dataclass(frozen=True)
class Change:
    """A vulnerability as it was, and as it is to be."""

    id: str
    before: Stored
    words: Words
    said: Mapping[str, Affected]
    releases: Mapping[UUID, str]
    found: int
    """How many releases the advisory names."""

    @property
    def is_kept(self) -> bool:
        """Return whether the vulnerability is anybody's."""
        return bool(self.said or self.releases)

    @property
    def is_said_anew(self) -> bool:
        """Return whether its words are others."""
        return self.is_kept and self.words != self.before.words

    @property
    def renewed(self) -> dict[str, Affected]:
        """Return the names of which something else is said than before."""
        before = self.before.said
        return {name: each for name, each in self.said.items() if before.get(name) != each}

    @property
    def dropped(self) -> set[str]:
        """Return the names of which nothing is said any more."""
        return {*self.before.said} - {*self.said}

    @property
    def attached(self) -> dict[UUID, str]:
        """Return the releases that are new to it."""
        before = self.before.releases
        return {each: name for each, name in self.releases.items() if each not in before}

    @property
    def detached(self) -> dict[UUID, str]:
        """Return the releases that have it no more."""
        before = self.before.releases.items()
        return {each: name for each, name in before if each not in self.releases}


class OurReleases:
    """The releases that we have under some names, whoever may see them."""

    def __init__(self, db: Session, names: Collection[str]) -> None:
        self._ids: dict[str, dict[str, UUID]] = defaultdict(dict)
        self._private: set[str] = set()
        for name, is_private, version, id_ in queries.releases_of(db, names):
            self._ids[name][version] = id_
            if is_private:
                self._private.add(name)
        self._versions = {name: Versions(found) for name, found in self._ids.items()}

    def having(self, advisory: Advisory, before: Stored) -> dict[UUID, str]:
        """Return those that an advisory names.

        Versions are compared as they are spelled; but a release that has it already, since
        it was published when it was known of an equal version, does not lose it.
        """
        return {
            self._ids[name][version]: name
            for name, affected in advisory.affected.items()
            if name in self._versions
            for version in self._named(name, affected, before)
        }

    def _named(self, name: str, affected: Affected, before: Stored) -> set[str]:
        found = self._versions[name]
        equal = found.equal(affected.canonical())
        had = {each for each in equal if self._ids[name][each] in before.releases}
        return found.spelled(affected) | had

    def public(self, names: Iterable[str]) -> set[str]:
        """Return the names without those of private projects."""
        return set(names) - self._private


def reported(advisory: Advisory, before: Stored, ours: OurReleases) -> Change:
    """Return the change by an advisory that speaks for the names that it names alone."""
    others = {
        name: each for name, each in before.said.items() if name not in advisory.affected
    }
    untouched = {
        each: name
        for each, name in before.releases.items()
        if name not in advisory.affected
    }
    having = ours.having(advisory, before)
    return Change(
        id=advisory.id,
        before=before,
        words=_words(advisory),
        said={**others, **_said(advisory)},
        releases={**untouched, **having},
        found=len(having),
    )


def replaced(advisory: Advisory, before: Stored, ours: OurReleases) -> Change:
    """Return the change by an advisory that is all that is known."""
    having = ours.having(advisory, before)
    said = _said(advisory)
    return Change(advisory.id, before, _words(advisory), said, having, len(having))


def added(advisory: Advisory, before: Stored, ours: OurReleases) -> Change:
    """Return the change by an advisory that may be older than what is known."""
    having = ours.having(advisory, before)
    said = {
        name: (before.said.get(name, Affected()) | each).canonical()
        for name, each in advisory.affected.items()
        if each
    }
    return Change(
        id=advisory.id,
        before=before,
        words=before.words or _words(advisory),
        said={**before.said, **said},
        releases={**before.releases, **having},
        found=len(having),
    )


def _said(advisory: Advisory) -> dict[str, Affected]:
    return {name: each.canonical() for name, each in advisory.affected.items() if each}


def _words(advisory: Advisory) -> dict[str, Any]:
    return {
        "id": advisory.id,
        "link": advisory.link,
        "aliases": list(advisory.aliases),
        "details": advisory.details,
        "summary": advisory.summary,
        "fixed_in": list(advisory.fixed_in),
        "withdrawn": advisory.withdrawn,
        "severity": advisory.severity,
    }
