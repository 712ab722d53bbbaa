"""Which versions of a project a source says are affected: listed ones, and ranges.

It is data and no list of releases, because the versions that there are elsewhere are not
known when an advisory comes.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from packaging.version import Version

from warehouse.packaging import versions

FIRST = "0"
"""What stands for the first version of all (https://ossf.github.io/osv-schema/)."""

KINDS = ("introduced", "fixed", "last_affected")
"""What may happen to versions, in the words of OSV."""

_LOWEST = Version("0.dev0")

# Sources list the same versions of a project in each of its advisories.
_canonical = lru_cache(maxsize=65_536)(versions.canonical)
_parsed = lru_cache(maxsize=65_536)(versions.parse)


@dataclass(frozen=True, slots=True)
class Range:
    """The versions from one on: up to one that has a fix, up to a last one, or all."""

    introduced: str
    fixed: str | None = None
    last_affected: str | None = None


@dataclass(frozen=True, slots=True)
class Affected:
    """The versions of one project that are affected."""

    versions: frozenset[str] = frozenset()
    ranges: tuple[Range, ...] = ()

    def __bool__(self) -> bool:
        """Return whether any version can be affected."""
        return bool(self.versions or self.ranges)

    def __or__(self, other: "Affected") -> "Affected":
        """Return what either of the two has."""
        ranges = dict.fromkeys((*self.ranges, *other.ranges))
        return Affected(self.versions | other.versions, tuple(ranges))

    def canonical(self) -> "Affected":
        """Return the same with versions in canonical form, without those in a range.

        Sources list what their ranges have already, and most of it many times.
        """
        forms = Versions(map(_canonical, self.versions))
        return Affected(frozenset(forms) - forms.within(self.ranges), self.ranges)


class Versions:
    """The versions of one project, of which some are affected."""

    def __init__(self, found: Iterable[str]) -> None:
        self._all = frozenset(found)
        parsed = ((_parsed(each), each) for each in self._all)
        ordered = sorted((place, each) for place, each in parsed if place is not None)
        self._places = [place for place, _ in ordered]
        self._ordered = [each for _, each in ordered]

    def __iter__(self) -> Iterator[str]:
        """Return all of them."""
        return iter(self._all)

    def within(self, ranges: Iterable[Range]) -> set[str]:
        """Return those that lie in a range."""
        return {each for wanted in ranges for each in self._within(wanted)}

    def spelled(self, affected: Affected) -> set[str]:
        """Return those that are listed as they are spelled, or lie in a range."""
        return self.within(affected.ranges) | (self._all & affected.versions)

    def equal(self, affected: Affected) -> set[str]:
        """Return those that equal a listed version in canonical form, or lie in a range."""
        listed = (self._spellings.get(each, ()) for each in affected.versions)
        return {each for found in listed for each in found} | self.within(affected.ranges)

    @cached_property
    def _spellings(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for each in self._all:
            found[_canonical(each)].append(each)
        return found

    def _within(self, wanted: Range) -> Iterable[str]:
        start = bisect_left(self._places, _place(wanted.introduced))
        end = len(self._places)
        if wanted.fixed is not None:
            end = bisect_left(self._places, _place(wanted.fixed))
        elif wanted.last_affected is not None:
            end = bisect_right(self._places, _place(wanted.last_affected))
        return self._ordered[start:end]


def ranges_of(events: Iterable[Mapping[str, str]]) -> tuple[Range, ...]:
    """Return the ranges that the events of a timeline make; none if one has no order."""
    found: list[tuple[Version, str, str]] = []
    for event in events:
        for kind in KINDS:
            if kind in event:
                value = event[kind]
                if value != FIRST and _parsed(value) is None:
                    return ()
                found.append((_place(value), kind, value))
    return tuple(_between(sorted(found, key=lambda each: each[0])))


def stored(ranges: Iterable[Range]) -> list[dict[str, str]]:
    """Return ranges as the database keeps them."""
    return [
        {key: value for key in Range.__slots__ if (value := getattr(each, key)) is not None}
        for each in ranges
    ]


def read(listed: Iterable[str], ranges: Iterable[Mapping[str, Any]]) -> Affected:
    """Return what the database keeps."""
    return Affected(frozenset(listed), tuple(Range(**each) for each in ranges))


def _between(timeline: Iterable[tuple[Version, str, str]]) -> Iterator[Range]:
    start: str | None = None
    for _, kind, value in timeline:
        if kind == "introduced":
            start = value if start is None else start
        elif start is not None:
            yield Range(start, **{kind: value})
            start = None
    if start is not None:
        yield Range(start)


def _place(value: str) -> Version:
    return _LOWEST if value == FIRST else Version(value)
