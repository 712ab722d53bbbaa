"""What is shown of the downloads of a project: its days, and who and what they were."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from uuid import UUID

from sqlalchemy.orm import Session

from warehouse.downloads import queries
from warehouse.downloads.clients import Audience
from warehouse.downloads.models import Facet

DAYS = 90
"""The days of a drawing, today included."""

_NONE: Mapping[str, int] = {}


@dataclass(frozen=True)
class Day:
    """The downloads of one day, by audience."""

    day: date
    counts: Mapping[str, int]

    @property
    def installers(self) -> int:
        """Return how many were of people's installers."""
        return self.counts.get(Audience.INSTALLERS, 0)


@dataclass(frozen=True)
class DownloadReport:
    """The downloads of a project on each of some days, the oldest first."""

    days: Sequence[Day]

    @property
    def totals(self) -> Mapping[str, int]:
        """Return the sums of all days, by audience."""
        return {
            str(each): sum(day.counts.get(each, 0) for day in self.days)
            for each in Audience
        }

    @property
    def is_empty(self) -> bool:
        """Return whether nobody downloaded anything."""
        return not any(self.totals.values())

    def installed(self, days: int) -> int:
        """Return the downloads of people's installers on the last so many days."""
        return sum(each.installers for each in self.days[-days:])


def report_of(
    db: Session, project_id: UUID, today: date, *, days: int = DAYS
) -> DownloadReport:
    """Return the downloads of the last days, those without any included."""
    first = first_day(today, days)
    found = queries.days_of(db, project_id, since=first)
    every = (first + timedelta(days=number) for number in range(days))
    return DownloadReport([Day(each, found.get(each, _NONE)) for each in every])


def facets_of(
    db: Session, project_id: UUID, today: date, *, limit: int, with_hidden: bool = False
) -> Mapping[Facet, Sequence[tuple[str, int]]]:
    """Return what installers fetched in the same time, by each facet but the audience.

    `with_hidden` names releases in quarantine as well, for those who may see them.
    """
    since = first_day(today, DAYS)
    find = partial(queries.values_of, since=since, limit=limit, with_hidden=with_hidden)
    return {
        facet: find(db, project_id, facet) for facet in Facet if facet is not Facet.AUDIENCE
    }


def first_day(today: date, days: int) -> date:
    """Return the first of the last so many days."""
    return today - timedelta(days=days - 1)
