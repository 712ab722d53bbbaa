"""Requirements as they are shown: what is required, by which extras, on what condition.

They are what strangers wrote, and in legacy databases need not be valid. What is longer
than anybody would write is not read, and shown as the text that it is.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from packaging.markers import Marker, UndefinedComparison, UndefinedEnvironmentName
from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion

from warehouse.packaging import versions
from warehouse.packaging.markers import (
    Condition,
    condition_of,
    extras_in,
    with_extras,
)
from warehouse.packaging.names import normalize

_LONGEST = 2_000
_DEEPEST = 50
_INCOMPARABLE = (
    *(UndefinedComparison, UndefinedEnvironmentName),
    *(InvalidSpecifier, InvalidVersion),
)


@dataclass(frozen=True)
class Needed:
    """A requirement; of one that cannot be read there is only the text.

    `extras` are the normalised names of those of which each brings it, none where it is
    needed without any. `condition` is what has to hold besides, None where nothing does or
    nobody can say it in words: then there is only the `marker`.
    """

    text: str
    name: str = ""
    features: tuple[str, ...] = ()
    specifier: SpecifierSet = field(default_factory=SpecifierSet)
    url: str = ""
    marker: Marker | None = None
    extras: tuple[str, ...] = ()
    condition: Condition | None = None

    @property
    def normalized_name(self) -> str:
        """Return the normalised name, empty where it names none."""
        return normalize(self.name)

    @property
    def is_optional(self) -> bool:
        """Return whether only extras bring it."""
        return bool(self.extras)

    @property
    def is_pinned(self) -> bool:
        """Return whether it takes one version only."""
        return any(
            each.operator == "===" or (each.operator == "==" and "*" not in each.version)
            for each in self.specifier
        )

    @property
    def is_from_here(self) -> bool:
        """Return whether installers look for it on an index, and not at a URL."""
        return bool(self.name) and not self.url

    def is_wanted(self, environment: Mapping[str, str], extras: Collection[str]) -> bool:
        """Return whether it counts in an environment, with any of `extras` or without.

        What compares things that cannot be compared counts, as a warning to who reads it.
        """
        if self.marker is None:
            return True
        try:
            return any(
                self.marker.evaluate({**environment, "extra": extra})
                for extra in extras or ("",)
            )
        except _INCOMPARABLE:
            return True

    def takes(self, version: str) -> bool | None:
        """Return whether it takes this version; None for one that is none (PEP 440)."""
        parsed = versions.parse(version)
        return None if parsed is None else self.specifier.contains(parsed, prereleases=True)


@dataclass
class Grouped:
    """What is required always, what each extra brings, and how many there are of both."""

    required: list[Needed] = field(default_factory=list)
    by_extra: dict[str, list[Needed]] = field(default_factory=dict)
    optional: int = 0


def needed(text: str) -> Needed:
    """Return what a requirement says (PEP 508)."""
    if len(text) > _LONGEST or text.count("(") > _DEEPEST:
        return Needed(text)
    try:
        found = Requirement(text)
    except (InvalidRequirement, RecursionError):
        return Needed(text)
    extras, condition = _asked_by(found.marker) if found.marker else ((), None)
    return Needed(
        text,
        name=found.name,
        features=tuple(sorted(found.extras)),
        specifier=found.specifier,
        url=found.url or "",
        marker=found.marker,
        extras=extras,
        condition=condition,
    )


def _asked_by(marker: Marker) -> tuple[tuple[str, ...], Condition | None]:
    """Return the extras that a requirement needs, and what else has to hold."""
    whole = condition_of(marker)
    if whole is None or with_extras(whole, are_asked_for=False) is not False:
        return (), whole
    rest = with_extras(whole, are_asked_for=True)
    named = sorted({normalize(each) for each in extras_in(whole)})
    return tuple(named), None if isinstance(rest, bool) else rest


def grouped(requirements: Iterable[Needed]) -> Grouped:
    """Return requirements by what brings them, and extras by name."""
    found = Grouped()
    for each in sorted(requirements, key=lambda one: (one.normalized_name, one.text)):
        if each.is_optional:
            found.optional += 1
        else:
            found.required.append(each)
        for extra in each.extras:
            found.by_extra.setdefault(extra, []).append(each)
    found.by_extra = dict(sorted(found.by_extra.items()))
    return found
