"""The one decision: whether a view shows a file, and what each part of its rule says.

It is a function of a rule, of facts about a file, and of the time. Index page, metadata,
file and API all ask it, so none of them gives what another hides.
"""

import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from warehouse.index_views import licences, tags
from warehouse.index_views.candidates import Candidate, KnownVulnerability
from warehouse.index_views.rules import AdvisoryRule, Cooldown, LicenceRule, Rule
from warehouse.packaging import versions
from warehouse.vulnerabilities.severity import Severity


class Part(enum.StrEnum):
    """The parts of a rule, in the order in which they are explained."""

    SOURCES = "sources"
    DENY = "deny"
    ALLOW = "allow"
    COOLDOWN = "cooldown"
    ADVISORIES = "advisories"
    LICENCES = "licences"
    PROVENANCE = "provenance"
    TRUSTED = "trusted-publishers"
    WHEELS = "wheels"
    PRERELEASES = "prereleases"
    YANKED = "yanked"
    PYTHON = "python"
    PLATFORMS = "platforms"


class Said(enum.StrEnum):
    """What a part may say, each of which is one sentence (`explanations.py`)."""

    FROM_SOURCE = "from-source"
    OTHER_SOURCE = "other-source"
    DENIED = "denied"
    NOT_DENIED = "not-denied"
    ALLOWED = "allowed"
    NOT_ALLOWED = "not-allowed"
    OLD_ENOUGH = "old-enough"
    TOO_NEW = "too-new"
    EXEMPT = "exempt"
    FIXES = "fixes"
    NOT_VULNERABLE = "not-vulnerable"
    VULNERABLE = "vulnerable"
    LICENCE_ALLOWED = "licence-allowed"
    LICENCE_NOT_ALLOWED = "licence-not-allowed"
    LICENCE_UNKNOWN = "licence-unknown"
    LICENCE_UNREAD = "licence-unread"
    HAS_PROVENANCE = "has-provenance"
    NO_PROVENANCE = "no-provenance"
    BELIEVED_PROVENANCE = "believed-provenance"
    UNVERIFIED_PROVENANCE = "unverified-provenance"
    TRUSTED = "trusted"
    NOT_TRUSTED = "not-trusted"
    WHEEL = "wheel"
    NO_WHEEL = "no-wheel"
    FINAL = "final"
    PRERELEASE = "prerelease"
    NOT_YANKED = "not-yanked"
    YANKED = "yanked"
    RUNS_ON_PYTHON = "runs-on-python"
    OTHER_PYTHON = "other-python"
    RUNS_ON_PLATFORM = "runs-on-platform"
    OTHER_PLATFORM = "other-platform"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one part of a rule says of a file, with the values of its sentence."""

    part: Part
    passes: bool
    said: Said
    facts: Mapping[str, object] = field(default_factory=dict)
    passes_from: datetime | None = None
    """When it passes by itself, if it does not pass now."""


class Decision(NamedTuple):
    """What every part that a rule has says of a file."""

    verdicts: tuple[Verdict, ...]

    @property
    def is_visible(self) -> bool:
        """Return whether the view shows the file, which all parts let pass."""
        return all(each.passes for each in self.verdicts)

    @property
    def visible_from(self) -> datetime | None:
        """Return when the file comes into view by itself; None if it is there, or never."""
        moments = [each.passes_from for each in self.verdicts if not each.passes]
        known = [each for each in moments if each is not None]
        return max(known) if known and len(known) == len(moments) else None


def decide(rule: Rule, candidate: Candidate, now: datetime) -> Decision:
    """Decide whether a view with this rule shows a file, and say why."""
    found = (check(rule, candidate, now) for check in _CHECKS)
    return Decision(tuple(each for each in found if each is not None))


def _source(rule: Rule, it: Candidate, now: datetime) -> Verdict:
    passes = it.source in rule.sources
    said = Said.FROM_SOURCE if passes else Said.OTHER_SOURCE
    return Verdict(Part.SOURCES, passes, said, {"source": it.source})


def _deny(rule: Rule, it: Candidate, now: datetime) -> Verdict | None:
    if not rule.deny:
        return None
    for each in rule.deny:
        if each.has(it.project, it.version):
            return Verdict(Part.DENY, False, Said.DENIED, {"pattern": each.text})
    return Verdict(Part.DENY, True, Said.NOT_DENIED)


def _allow(rule: Rule, it: Candidate, now: datetime) -> Verdict | None:
    if not rule.allow:
        return None
    for each in rule.allow:
        if each.has(it.project, it.version):
            return Verdict(Part.ALLOW, True, Said.ALLOWED, {"pattern": each.text})
    return Verdict(Part.ALLOW, False, Said.NOT_ALLOWED)


def _cooldown(rule: Rule, it: Candidate, now: datetime) -> Verdict | None:
    cooldown = rule.cooldown
    if cooldown is None:
        return None
    of_age = it.public_since + timedelta(days=cooldown.days)
    facts = {"days": cooldown.days, "since": it.public_since, "until": of_age}
    if of_age <= now:
        return Verdict(Part.COOLDOWN, True, Said.OLD_ENOUGH, facts)
    return _exemption(cooldown, it) or Verdict(
        Part.COOLDOWN, False, Said.TOO_NEW, facts, passes_from=of_age
    )


def _exemption(cooldown: Cooldown, it: Candidate) -> Verdict | None:
    for each in cooldown.exceptions:
        if each.has(it.project, it.version):
            return Verdict(Part.COOLDOWN, True, Said.EXEMPT, {"pattern": each.text})
    if cooldown.spares_fixes and it.fixes:
        return Verdict(Part.COOLDOWN, True, Said.FIXES, {"ids": _listed(it.fixes)})
    return None


def _advisories(rule: Rule, it: Candidate, now: datetime) -> Verdict | None:
    wanted = rule.advisories
    if wanted is None:
        return None
    found = [each.id for each in it.vulnerabilities if _counts(each, wanted)]
    if not found:
        return Verdict(Part.ADVISORIES, True, Said.NOT_VULNERABLE)
    return Verdict(Part.ADVISORIES, False, Said.VULNERABLE, {"ids": _listed(found)})


_RANKS = {each.value: rank for rank, each in enumerate(Severity)}


def _counts(known: KnownVulnerability, wanted: AdvisoryRule) -> bool:
    if known.id in wanted.ignored:
        return False
    rank = _RANKS.get(known.severity or "")
    return wanted.hides_unknown if rank is None else rank >= _RANKS[wanted.hide_from]


def _licence(rule: Rule, it: Candidate, now: datetime) -> Verdict | None:
    wanted = rule.licences
    if wanted is None:
        return None
    expression = licences.canonical(it.licence)
    if expression is None:
        said = Said.LICENCE_UNKNOWN if it.is_licence_read else Said.LICENCE_UNREAD
        return Verdict(Part.LICENCES, wanted.allows_unknown, said)
    passes = licences.is_met(expression, lambda each: _is_acceptable(each, wanted))
    said = Said.LICENCE_ALLOWED if passes else Said.LICENCE_NOT_ALLOWED
    return Verdict(Part.LICENCES, passes, said, {"licence": expression})


def _is_acceptable(identifier: str, wanted: LicenceRule) -> bool:
    if licences.matches(identifier, wanted.deny):
        return False
    return not wanted.allow or licences.matches(identifier, wanted.allow)


def _provenance(rule: Rule, it: Candidate, now: datetime) -> Verdict | None:
    if not rule.only_with_provenance:
        return None
    if it.has_provenance:
        return Verdict(Part.PROVENANCE, True, Said.HAS_PROVENANCE)
    if not it.claims_provenance:
        return Verdict(Part.PROVENANCE, False, Said.NO_PROVENANCE)
    passes = rule.believes_upstream_provenance
    said = Said.BELIEVED_PROVENANCE if passes else Said.UNVERIFIED_PROVENANCE
    return Verdict(Part.PROVENANCE, passes, said)


def _trusted(rule: Rule, it: Candidate, now: datetime) -> Verdict | None:
    if not rule.only_trusted_publishers:
        return None
    said = Said.TRUSTED if it.is_trusted else Said.NOT_TRUSTED
    return Verdict(Part.TRUSTED, it.is_trusted, said)


def _wheels(rule: Rule, it: Candidate, now: datetime) -> Verdict | None:
    if not rule.only_wheels:
        return None
    said = Said.WHEEL if it.is_wheel else Said.NO_WHEEL
    return Verdict(Part.WHEELS, it.is_wheel, said)


def _prereleases(rule: Rule, it: Candidate, now: datetime) -> Verdict | None:
    if rule.prereleases:
        return None
    is_final = not versions.is_prerelease(it.version)
    said = Said.FINAL if is_final else Said.PRERELEASE
    return Verdict(Part.PRERELEASES, is_final, said, {"version": it.version})


def _yanked(rule: Rule, it: Candidate, now: datetime) -> Verdict | None:
    if rule.yanked:
        return None
    said = Said.YANKED if it.yanked else Said.NOT_YANKED
    return Verdict(Part.YANKED, not it.yanked, said)


def _python(rule: Rule, it: Candidate, now: datetime) -> Verdict | None:
    if not rule.python:
        return None
    found = [each for each in rule.python if _runs_on(it, each)]
    shown = ", ".join(f"{major}.{minor}" for major, minor in found or rule.python)
    said = Said.RUNS_ON_PYTHON if found else Said.OTHER_PYTHON
    return Verdict(Part.PYTHON, bool(found), said, {"versions": shown})


def _runs_on(it: Candidate, version: tuple[int, int]) -> bool:
    if not tags.requirement_admits(it.requires_python, version):
        return False
    if not it.is_wheel:
        return True
    return any(tags.runs_on_python(each, version) for each in tags.tags_of(it.filename))


def _platforms(rule: Rule, it: Candidate, now: datetime) -> Verdict | None:
    if not rule.platforms:
        return None
    found = tags.tags_of(it.filename) if it.is_wheel else ()
    passes = not it.is_wheel or any(
        tags.runs_on_platform(each, rule.platforms) for each in found
    )
    shown = _listed(sorted({each.platform for each in found}))
    said = Said.RUNS_ON_PLATFORM if passes else Said.OTHER_PLATFORM
    return Verdict(Part.PLATFORMS, passes, said, {"platforms": shown or "any"})


def _listed(names: list[str] | tuple[str, ...]) -> str:
    return ", ".join(names)


Check = Callable[[Rule, Candidate, datetime], Verdict | None]

_CHECKS: tuple[Check, ...] = (
    *(_source, _deny, _allow, _cooldown, _advisories, _licence),
    *(_provenance, _trusted, _wheels, _prereleases, _yanked, _python, _platforms),
)
