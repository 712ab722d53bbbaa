"""Which projects are popular, and which are becoming so.

Downloads by installers tell, where they are counted; else how many projects need one.
"""

import enum
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import delete, select, text
from sqlalchemy.orm import Session

from warehouse.downloads.models import PopularProject
from warehouse.search.models import Document

POPULAR = "popular"
"""The surrogate key of what shows popular projects."""

KEPT = 24
"""So many of each kind are kept."""

_FEW = 50
"""Downloads in a week that are too few to speak of."""

_DAYS, _WEEK, _NEW = 30, 7, 90


class Kind(enum.StrEnum):
    """Which list it is."""

    POPULAR = "popular"
    RISING = "rising"


class Measure(enum.StrEnum):
    """What was counted: downloads in 30 days or in a week, or projects that need it."""

    DOWNLOADS = "downloads"
    DEPENDENTS = "dependents"


_COUNTED = text("SELECT EXISTS (SELECT FROM download_days WHERE day >= :since)")
_LISTS = {
    (Measure.DOWNLOADS, Kind.POPULAR): text("""
        SELECT d.project_id, sum(d.count) AS count
        FROM download_days AS d JOIN search_documents USING (project_id)
        WHERE d.facet = 'audience' AND d.value = 'installers' AND d.day >= :since
        GROUP BY d.project_id ORDER BY count DESC, d.project_id LIMIT :limit
    """),
    # Twice as much of few is less than half as much again of many.
    (Measure.DOWNLOADS, Kind.RISING): text("""
        SELECT project_id, recent AS count FROM (
            SELECT d.project_id,
                coalesce(sum(d.count) FILTER (WHERE d.day > :week), 0) AS recent,
                coalesce(sum(d.count) FILTER (WHERE d.day <= :week), 0) AS before
            FROM download_days AS d JOIN search_documents USING (project_id)
            WHERE d.facet = 'audience' AND d.value = 'installers' AND d.day >= :since
            GROUP BY d.project_id
        ) AS counted
        WHERE recent >= :few AND recent > before * 7.0 / 23
        ORDER BY (recent - before * 7.0 / 23) / sqrt(before + :few) DESC, project_id
        LIMIT :limit
    """),
    (Measure.DEPENDENTS, Kind.POPULAR): text("""
        SELECT project_id, dependents AS count FROM search_documents
        WHERE dependents > 0 ORDER BY dependents DESC, project_id LIMIT :limit
    """),
    (Measure.DEPENDENTS, Kind.RISING): text("""
        SELECT project_id, dependents AS count FROM search_documents
        WHERE dependents > 0 AND created >= :new
        ORDER BY dependents DESC, project_id LIMIT :limit
    """),
}


class PopularityService:
    """Writes the lists of popular projects."""

    def __init__(self, db: Session) -> None:
        self.db = db

    def rank(self, today: date) -> bool:
        """Write both lists anew; return whether anything in them has changed."""
        since = today - timedelta(days=_DAYS)
        is_counted = self.db.scalar(_COUNTED, {"since": since})
        measure = Measure.DOWNLOADS if is_counted else Measure.DEPENDENTS
        given = {
            "since": since,
            "week": today - timedelta(days=_WEEK),
            "new": today - timedelta(days=_NEW),
            "few": _FEW,
            "limit": KEPT,
        }
        found = {
            (kind.value, place): (row.project_id, measure.value, row.count)
            for kind in Kind
            for place, row in enumerate(self.db.execute(_LISTS[measure, kind], given))
        }
        return self._write(found)

    def _write(self, found: dict[tuple[str, int], tuple[Any, ...]]) -> bool:
        kept = {
            (row.kind, row.place): (row.project_id, row.measure, row.count)
            for row in self.db.scalars(select(PopularProject))
        }
        if found == kept:
            return False
        self.db.execute(delete(PopularProject))
        for (kind, place), (project_id, measure, count) in found.items():
            self.db.add(
                PopularProject(
                    kind=kind,
                    place=place,
                    project_id=project_id,
                    measure=measure,
                    count=count,
                )
            )
        self.db.flush()
        return True


def popular_projects(db: Session) -> dict[str, Sequence[Any]]:
    """Return the projects of each list that can be found, the first one first."""
    rows = db.execute(
        select(
            PopularProject.kind,
            PopularProject.measure,
            PopularProject.count,
            Document.name,
            Document.version,
            Document.summary,
        )
        .join(Document, Document.project_id == PopularProject.project_id)
        .order_by(PopularProject.kind, PopularProject.place)
    ).all()
    return {kind: [row for row in rows if row.kind == kind] for kind in Kind}
