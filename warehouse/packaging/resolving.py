"""Which releases an installer would take: two levels of requirements, from our own rows.

This is not a resolver. Each requirement is met by itself, by the newest release that it
takes; whether all of them fit together only an installer finds out. Levels, requirements
and releases that are looked at are bounded, whatever strangers wrote.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any
from uuid import UUID

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from sqlalchemy.orm import Session

from warehouse.packaging import queries
from warehouse.packaging.models import Release
from warehouse.packaging.requirements import Needed, needed

PYTHONS = ("3.14", "3.13", "3.12", "3.11", "3.10", "3.9")
"""The Pythons that may be asked for."""

MOST = 60
"""How many requirements of the release are followed."""

_MOST_OF_EACH = 30
_MOST_BELOW = 150
_MOST_READ, _MOST_READ_EACH = 1_000, 200
_RELEASES, _RELEASES_BELOW = 200, 40


class System(Enum):
    """A system that may be asked for, with the variables of markers that say so."""

    LINUX = ("posix", "linux", "Linux", "x86_64")
    MACOS = ("posix", "darwin", "Darwin", "arm64")
    WINDOWS = ("nt", "win32", "Windows", "AMD64")

    @property
    def key(self) -> str:
        """Return the name of the system in an address."""
        return self.name.lower()


class Reason(Enum):
    """Why no release meets a requirement."""

    ELSEWHERE = "elsewhere"
    UNREADABLE = "unreadable"
    UNKNOWN = "unknown"
    NONE_FITS = "none fits"


@dataclass(frozen=True)
class Target:
    """What is installed for: a Python, as 3.13, and a system."""

    python: str
    system: System

    @property
    def environment(self) -> dict[str, str]:
        """Return the variables that markers ask for (PEP 508), for CPython."""
        os_name, sys_platform, platform_system, machine = self.system.value
        return {
            "python_version": self.python,
            "python_full_version": f"{self.python}.0",
            "os_name": os_name,
            "sys_platform": sys_platform,
            "platform_system": platform_system,
            "platform_machine": machine,
            "platform_release": "",
            "platform_version": "",
            "platform_python_implementation": "CPython",
            "implementation_name": "cpython",
            "implementation_version": f"{self.python}.0",
        }


USUAL = Target("3.13", System.LINUX)
"""What is shown to who names no target."""


@dataclass
class Met:
    """A requirement, and the release that meets it or why none does."""

    needed: Needed
    project: str | None = None
    version: str | None = None
    release_id: UUID | None = None
    reason: Reason | None = None
    below: list["Met"] = field(default_factory=list)


def resolved(db: Session, release: Release, target: Target) -> list[Met]:
    """Return what `release` needs without extras on a target, and what that needs."""
    specifiers = queries.requirements_of(db, release, limit=_MOST_READ)
    found = _wanted(map(needed, specifiers), target, ())[:MOST]
    _meet(db, found, target, limit=_RELEASES)
    theirs = _requirements_of(db, found)
    below: list[Met] = []
    for each in found:
        asked = theirs.get(each.release_id, ())
        most = min(_MOST_BELOW - len(below), _MOST_OF_EACH)
        each.below = _wanted(asked, target, each.needed.features)[:most]
        below.extend(each.below)
    _meet(db, below, target, limit=_RELEASES_BELOW)
    return found


def names_in(found: Iterable[Met]) -> Iterator[str]:
    """Yield the normalised names that were looked for, on both levels."""
    for each in found:
        if each.needed.is_from_here:
            yield each.needed.normalized_name
        yield from names_in(each.below)


def _wanted(asked: Iterable[Needed], target: Target, features: Sequence[str]) -> list[Met]:
    environment = target.environment
    return [Met(each) for each in asked if each.is_wanted(environment, features)]


def _requirements_of(
    db: Session, found: Iterable[Met]
) -> Mapping[UUID | None, Sequence[Needed]]:
    """Return what the releases that were chosen require, by one statement for all."""
    ids = {each.release_id for each in found if each.release_id is not None}
    theirs: dict[UUID | None, list[Needed]] = defaultdict(list)
    if ids:
        for key, specifier in queries.requirements_of_each(db, ids, limit=_MOST_READ_EACH):
            theirs[key].append(needed(specifier))
    return theirs


def _meet(db: Session, asked: Sequence[Met], target: Target, *, limit: int) -> None:
    """Choose a release for each of these, by one statement for all."""
    names = {each.needed.normalized_name for each in asked if each.needed.is_from_here}
    rows = queries.installable_releases(db, names, limit=limit) if names else ()
    candidates: dict[str, list[Any]] = {}
    for row in rows:
        candidates.setdefault(row.normalized_name, []).append(row)
    for each in asked:
        _choose(each, candidates, target)


def _choose(met: Met, candidates: Mapping[str, Sequence[Any]], target: Target) -> None:
    asked = met.needed
    if not asked.is_from_here:
        met.reason = Reason.ELSEWHERE if asked.url else Reason.UNREADABLE
        return
    known = candidates.get(asked.normalized_name, ())
    if not known:
        met.reason = Reason.UNKNOWN
        return
    met.project = known[0].name
    fitting = (each for each in known if _fits(each, asked, target))
    early, chosen = None, None
    for each in fitting:
        if not each.is_prerelease:
            chosen = each
            break
        early = early or each
    chosen = chosen or early
    if chosen is None:
        met.reason = Reason.NONE_FITS
    else:
        met.version, met.release_id = chosen.version, chosen.id


def _fits(release: Any, asked: Needed, target: Target) -> bool:
    if release.yanked and not asked.is_pinned:
        return False
    if not asked.takes(release.version):
        return False
    return takes_python(release.requires_python, target.python)


def takes_python(requires_python: str | None, python: str) -> bool:
    """Return whether a release takes a Python; what nobody can read takes any."""
    try:
        return SpecifierSet(requires_python or "").contains(f"{python}.0", prereleases=True)
    except InvalidSpecifier:
        return True
