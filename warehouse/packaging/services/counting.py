"""Counting what takes too long to be counted whenever somebody looks."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Date, cast, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from warehouse.packaging.caching import STATISTICS
from warehouse.packaging.models import MonthlyCount, Project, Release, RowCount
from warehouse.packaging.models.privacy import is_public
from warehouse.packaging.queries import COUNTED
from warehouse.purges import purge

_RECENT = timedelta(days=62)


class CountingService:
    """Counts public rows of tables, and those of each month, for pages to show."""

    def __init__(self, db: Session) -> None:
        self.db = db

    def count_rows(self) -> None:
        """Store the numbers of projects, releases, files and users."""
        counts = {
            name: self.db.scalar(select(func.count()).select_from(rows.subquery()))
            for name, rows in COUNTED.items()
        }
        rows = [{"table_name": name, "count": count} for name, count in counts.items()]
        adding = insert(RowCount).values(rows)
        self.db.execute(
            adding.on_conflict_do_update(
                index_elements=[RowCount.table_name], set_={"count": adding.excluded.count}
            )
        )
        purge(self.db, STATISTICS)

    def count_months(self) -> None:
        """Count what each month created: all months at first, then the last ones."""
        is_first = self.db.scalar(select(MonthlyCount.month).limit(1)) is None
        since = None if is_first else _month_of(datetime.now(UTC) - _RECENT)
        found: dict[date, dict[str, int]] = {}
        for column, model in (("projects", Project), ("releases", Release)):
            for month, count in self._by_month(model, since):
                found.setdefault(month, {"projects": 0, "releases": 0})[column] = count
        if not found:
            return
        rows = [{"month": month, **counts} for month, counts in found.items()]
        adding = insert(MonthlyCount).values(rows)
        self.db.execute(
            adding.on_conflict_do_update(
                index_elements=[MonthlyCount.month],
                set_={
                    "projects": adding.excluded.projects,
                    "releases": adding.excluded.releases,
                },
            )
        )
        purge(self.db, STATISTICS)

    def _by_month(
        self, model: type[Project] | type[Release], since: datetime | None
    ) -> list[tuple[date, int]]:
        month = cast(func.date_trunc("month", model.created), Date)
        counted = select(month, func.count()).select_from(model)
        if model is Release:
            counted = counted.join(Release.project)
        counted = counted.where(model.created.is_not(None), is_public(Project))
        counted = counted.group_by(month)
        if since is not None:
            counted = counted.where(model.created >= since)
        return [(row[0], row[1]) for row in self.db.execute(counted)]


def _month_of(moment: datetime) -> datetime:
    return moment.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
