"""Releases on a line of time, as a drawing of bounded size.

The line is divided into slots; releases that fall into the same one share a mark, which
grows with their number. So a project with thousands of releases draws no more than one
with hundreds.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

WIDTH, HEIGHT, MARGIN = 960, 84, 16
_AXIS = 44
_SLOTS = 160
_MOST_LABELS = 12
_SMALLEST_MARK, _LARGEST_MARK = 4.5, 10.0


@dataclass(frozen=True)
class Mark:
    """One or more releases at one place: `kind` is empty, `prerelease` or `yanked`."""

    x: float
    radius: float
    kind: str
    versions: tuple[str, ...]
    first: datetime


@dataclass(frozen=True)
class Timeline:
    """A drawing: marks, and the years below the line, in units of the drawing."""

    marks: Sequence[Mark]
    years: Sequence[tuple[float, int]]
    first: datetime
    last: datetime
    width: int = WIDTH
    height: int = HEIGHT
    axis: int = _AXIS
    margin: int = MARGIN


def timeline_of(releases: Sequence[Any]) -> Timeline | None:
    """Return a drawing of `releases`, or None if there are too few."""
    if len(releases) < 2:
        return None
    moments = [each.created for each in releases]
    first, last = min(moments), max(moments)
    span: float = (last - first).total_seconds()
    if span <= 0:
        return None

    def place(moment: datetime) -> float:
        share: float = (moment - first).total_seconds() / span
        return MARGIN + share * (WIDTH - 2 * MARGIN)

    slots: dict[tuple[int, str], list[Any]] = {}
    for each in sorted(releases, key=lambda release: release.created):
        slot = round(place(each.created) / WIDTH * _SLOTS)
        slots.setdefault((slot, _kind(each)), []).append(each)
    marks = [_mark(kind, shared, place) for (_, kind), shared in sorted(slots.items())]
    return Timeline(marks, list(_years(first, last, place)), first, last)


def _kind(release: Any) -> str:
    if release.yanked:
        return "yanked"
    return "prerelease" if release.is_prerelease else ""


def _mark(kind: str, shared: Sequence[Any], place: Any) -> Mark:
    middle = shared[len(shared) // 2].created
    radius = _SMALLEST_MARK + math.sqrt(len(shared) - 1)
    return Mark(
        x=round(place(middle), 1),
        radius=round(min(radius, _LARGEST_MARK), 1),
        kind=kind,
        versions=tuple(each.version for each in shared[:8]),
        first=shared[0].created,
    )


def _years(first: datetime, last: datetime, place: Any) -> Iterable[tuple[float, int]]:
    """Yield the position of each year, or of every second, third… if they are many."""
    years = range(first.year + 1, last.year + 1)
    step = max(1, math.ceil(len(years) / _MOST_LABELS))
    for year in years[::step]:
        moment = datetime(year, 1, 1, tzinfo=first.tzinfo and UTC)
        yield round(place(moment), 1), year
