"""Spans of time as people write them: `2026`, `>2026-01`, `<=2026-01-31`, `2024..2025`.

A year or a month is all of it: `>2026-01` begins with February, `>=2026-01` with January.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

_WRITTEN = re.compile(
    r"(?P<sign>[<>]=?)?(?P<from>[0-9-]{4,10})(?:\.\.(?P<to>[0-9-]{4,10}))?\Z", re.ASCII
)
_DATE = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?\Z")
_FIRST_YEAR, _LAST_YEAR = 1, 9998


@dataclass(frozen=True)
class Span:
    """The time from `begin` on and before `end` (UTC); None is no bound."""

    begin: datetime | None = None
    end: datetime | None = None

    def within(self, other: "Span") -> "Span":
        """Return the time that is in both."""
        begins = [each for each in (self.begin, other.begin) if each is not None]
        ends = [each for each in (self.end, other.end) if each is not None]
        return Span(max(begins, default=None), min(ends, default=None))


def span_of(text: str) -> Span | None:
    """Return the span that `text` means, None where it is none."""
    found = _WRITTEN.match(text)
    first = found and _period(found["from"])
    if not found or first is None:
        return None
    begin, end = first
    if found["to"]:
        last = _period(found["to"])
        return None if last is None or found["sign"] else Span(begin, last[1])
    return {
        None: Span(begin, end),
        ">": Span(end),
        ">=": Span(begin),
        "<": Span(None, begin),
        "<=": Span(None, end),
    }[found["sign"]]


def _period(text: str) -> tuple[datetime, datetime] | None:
    """Return when a year, a month or a day begins, and when the next one does."""
    found = _DATE.match(text)
    if not found or not _FIRST_YEAR <= int(found["year"]) <= _LAST_YEAR:
        return None
    year, month, day = int(found["year"]), found["month"], found["day"]
    try:
        begin = datetime(year, int(month or 1), int(day or 1))  # noqa: DTZ001
    except ValueError:
        return None
    if day:
        return begin, begin + timedelta(days=1)
    if month:
        year, next_month = (year, begin.month + 1) if begin.month < 12 else (year + 1, 1)
        return begin, datetime(year, next_month, 1)  # noqa: DTZ001
    return begin, datetime(year + 1, 1, 1)  # noqa: DTZ001
