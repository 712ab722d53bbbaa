"""Count what happened on each day and how large everything is, for charts of staff."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from warehouse.accounts.models import User
from warehouse.listings.listing import known
from warehouse.operations.models import DailyFigure
from warehouse.packaging.models import File, Project

DAYS = 30
"""Days that charts show."""

UPLOADS, SIGN_UPS = "uploads", "sign-ups"
DATABASE, VALKEY, FILES = "database bytes", "valkey bytes", "bytes of files"

_COUNTED: Mapping[str, Any] = {
    UPLOADS: File.upload_time,
    SIGN_UPS: known(User.date_joined),
}
_AGAIN = 2
"""Days that are counted again, because the last one was not over when it was counted."""


class FigureService:
    """Writes the figures of days."""

    def __init__(self, db: Session) -> None:
        self.db = db

    def count_days(self, today: date) -> None:
        """Count the days that nobody has counted yet, and the last ones again."""
        for name, moment in _COUNTED.items():
            for day in self._uncounted(name, today):
                begin = datetime.combine(day, time(), UTC)
                rows = select(func.count()).where(
                    moment >= begin, moment < begin + timedelta(days=1)
                )
                self._store(day, name, self.db.scalar(rows) or 0)

    def measure(self, today: date, *, valkey_bytes: int | None) -> None:
        """Store how large database, files and Valkey are today."""
        database = self.db.scalar(select(func.pg_database_size(func.current_database())))
        files = self.db.scalar(select(func.coalesce(func.sum(Project.total_size), 0)))
        self._store(today, DATABASE, database or 0)
        self._store(today, FILES, int(files or 0))
        if valkey_bytes is not None:
            self._store(today, VALKEY, valkey_bytes)

    def _uncounted(self, name: str, today: date) -> list[date]:
        counted = set(
            self.db.scalars(
                select(DailyFigure.day).where(
                    DailyFigure.name == name,
                    DailyFigure.day > today - timedelta(days=DAYS),
                    DailyFigure.day <= today - timedelta(days=_AGAIN),
                )
            )
        )
        return [day for day in last_days(today) if day not in counted]

    def _store(self, day: date, name: str, value: int) -> None:
        adding = insert(DailyFigure).values(day=day, name=name, value=value)
        self.db.execute(
            adding.on_conflict_do_update(
                index_elements=[DailyFigure.day, DailyFigure.name], set_={"value": value}
            )
        )


def last_days(today: date) -> list[date]:
    """Return the days that charts show, the oldest first."""
    return [today - timedelta(days=back) for back in range(DAYS - 1, -1, -1)]


def figures_of(db: Session, today: date) -> dict[str, dict[date, int]]:
    """Return the figures of the last days, by name and day."""
    rows = db.execute(
        select(DailyFigure.name, DailyFigure.day, DailyFigure.value).where(
            DailyFigure.day > today - timedelta(days=DAYS)
        )
    )
    found: dict[str, dict[date, int]] = {}
    for name, day, value in rows:
        found.setdefault(name, {})[day] = value
    return found
