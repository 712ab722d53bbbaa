"""A rule: which files a view shows. Each part that is not set hides nothing."""

import enum
import fnmatch
import re
from dataclasses import dataclass
from functools import cached_property

from packaging.specifiers import SpecifierSet

from warehouse.packaging.versions import parse
from warehouse.vulnerabilities.severity import Severity

OWN = "own"
"""The source that is this index's own projects."""


class Fact(enum.Enum):
    """The facts about files that a source finds only if a rule asks for them."""

    VULNERABILITIES = "vulnerabilities"
    PUBLISHERS = "publishers"
    LICENCES = "licences"


@dataclass(frozen=True)
class Pattern:
    """A name, in which `*` stands for any letters, and versions of what is called so."""

    text: str
    name: str
    versions: SpecifierSet | None = None

    @cached_property
    def _matches(self) -> re.Pattern[str]:
        return re.compile(fnmatch.translate(self.name))

    def names(self, project: str) -> bool:
        """Return whether a project's normalised name is meant."""
        return self._matches.match(project) is not None

    def has(self, project: str, version: str) -> bool:
        """Return whether a release is meant; versions outside PEP 440 meet nothing."""
        if not self.names(project):
            return False
        if self.versions is None:
            return True
        parsed = parse(version)
        return parsed is not None and self.versions.contains(parsed, prereleases=True)


@dataclass(frozen=True)
class Cooldown:
    """How many days a file has to have been public, and which need not."""

    days: int
    exceptions: tuple[Pattern, ...] = ()
    spares_fixes: bool = True
    """Whether a release that fixes a known vulnerability need not wait."""


@dataclass(frozen=True)
class AdvisoryRule:
    """From which severity on a known vulnerability hides a release."""

    hide_from: Severity
    hides_unknown: bool = True
    """Whether one of unknown severity hides it as well."""

    ignored: frozenset[str] = frozenset()
    """The ids of vulnerabilities that hide nothing."""


@dataclass(frozen=True)
class LicenceRule:
    """Which licences a release may have; patterns of SPDX identifiers in small letters."""

    allow: tuple[str, ...] = ()
    deny: tuple[str, ...] = ()
    allows_unknown: bool = False


@dataclass(frozen=True)
class Rule:
    """Which files a view shows: those that every part lets pass."""

    sources: tuple[str, ...] = (OWN,)
    allow: tuple[Pattern, ...] = ()
    deny: tuple[Pattern, ...] = ()
    cooldown: Cooldown | None = None
    advisories: AdvisoryRule | None = None
    licences: LicenceRule | None = None
    only_with_provenance: bool = False
    believes_upstream_provenance: bool = False
    """Whether it is enough that an upstream says so."""

    only_trusted_publishers: bool = False
    only_wheels: bool = False
    prereleases: bool = True
    yanked: bool = True
    python: tuple[tuple[int, int], ...] = ()
    platforms: tuple[str, ...] = ()
    keeps_files: bool = False
    """Whether what upstreams have is kept once it was fetched through the view."""

    @property
    def needs(self) -> frozenset[Fact]:
        """Return which facts it asks for that cost something to find."""
        spares_fixes = self.cooldown is not None and self.cooldown.spares_fixes
        asked = {
            Fact.VULNERABILITIES: self.advisories is not None or spares_fixes,
            Fact.PUBLISHERS: self.only_trusted_publishers,
            Fact.LICENCES: self.licences is not None,
        }
        return frozenset(each for each, is_asked in asked.items() if is_asked)

    def may_have(self, project: str) -> bool:
        """Return whether any file of a project may be shown, going by its name alone."""
        if any(each.versions is None and each.names(project) for each in self.deny):
            return False
        return not self.allow or any(each.names(project) for each in self.allow)
