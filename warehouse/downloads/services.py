"""Writing counts of downloads, and adding up those that are old."""

from datetime import date, datetime, timedelta

from sqlalchemy import delete, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from warehouse.downloads.counter import Counts
from warehouse.downloads.models import DownloadBatch

KEPT_DAYS = 180
"""Days whose downloads are known by day; those of older ones are known by month."""

_BATCHES_KEPT = timedelta(days=60)

# Rows are written in the order of their key, so two processes never wait for each other.
_RECORD = text("""
    WITH named AS (
        SELECT releases.project_id, hits.day, hits.audience, hits.count,
            releases.version, release_files.filename,
            hits.python, hits.installer, hits.system
        FROM unnest(
            CAST(:days AS date[]), CAST(:paths AS text[]), CAST(:audiences AS text[]),
            CAST(:installers AS text[]), CAST(:pythons AS text[]),
            CAST(:systems AS text[]), CAST(:counts AS bigint[])
        ) AS hits (day, path, audience, installer, python, system, count)
        JOIN release_files ON release_files.path = hits.path
        JOIN releases ON releases.id = release_files.release_id
    ), faceted AS (
        SELECT project_id, day, count, facet, value
        FROM named, LATERAL (VALUES
            ('audience', audience), ('version', version), ('file', filename),
            ('python', python), ('installer', installer), ('system', system)
        ) AS facets (facet, value)
        WHERE audience = 'installers' OR facet = 'audience'
    ), written AS (
        INSERT INTO download_days (project_id, facet, day, value, count)
        SELECT project_id, CAST(facet AS downloadfacet), day, value, sum(count)
        FROM faceted GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
        ON CONFLICT (project_id, facet, day, value)
        DO UPDATE SET count = download_days.count + excluded.count
    )
    SELECT coalesce(sum(count), 0) FROM named
""")
_CONDENSE = text("""
    WITH old AS (
        DELETE FROM download_days WHERE day = :day RETURNING *
    )
    INSERT INTO download_months (project_id, facet, month, value, count)
    SELECT project_id, facet, CAST(date_trunc('month', day) AS date), value, sum(count)
    FROM old GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
    ON CONFLICT (project_id, facet, month, value)
    DO UPDATE SET count = download_months.count + excluded.count
""")
_OLDEST = text("SELECT min(day) FROM download_days WHERE day < :before")
_FORGET = (
    text("""
        DELETE FROM download_days AS counts
        WHERE NOT EXISTS (SELECT FROM projects WHERE id = counts.project_id)
          AND NOT EXISTS (SELECT FROM deletions WHERE project_id = counts.project_id)
    """),
    text("""
        DELETE FROM download_months AS counts
        WHERE NOT EXISTS (SELECT FROM projects WHERE id = counts.project_id)
          AND NOT EXISTS (SELECT FROM deletions WHERE project_id = counts.project_id)
    """),
)


class DownloadService:
    """Writes counts of downloads."""

    def __init__(self, db: Session) -> None:
        self.db = db

    def record(self, counts: Counts) -> int:
        """Add counts to those of their days; returns how many were of known files."""
        hits = [hit for hit, _ in counts]
        counted = self.db.execute(
            _RECORD,
            {
                "days": [each.day for each in hits],
                "paths": [each.path for each in hits],
                "audiences": [each.client.audience for each in hits],
                "installers": [each.client.installer for each in hits],
                "pythons": [each.client.python for each in hits],
                "systems": [each.client.system for each in hits],
                "counts": [count for _, count in counts],
            },
        )
        return int(counted.scalar_one())

    def record_batch(self, batch: str, counts: Counts) -> int | None:
        """Record a batch of this name; returns None if it was recorded before."""
        is_new = self.db.scalar(
            insert(DownloadBatch)
            .values(id=batch)
            .on_conflict_do_nothing()
            .returning(DownloadBatch.id)
        )
        return self.record(counts) if is_new is not None else None

    def condense(self, today: date) -> int:
        """Add the days up to the last 180 to their months; returns how many days."""
        before, days = today - timedelta(days=KEPT_DAYS), 0
        while oldest := self.db.scalar(_OLDEST, {"before": before}):
            self.db.execute(_CONDENSE, {"day": oldest})
            days += 1
        return days

    def forget(self, now: datetime) -> None:
        """Delete counts of projects that are gone for good, and old names of batches."""
        for statement in _FORGET:
            self.db.execute(statement)
        self.db.execute(
            delete(DownloadBatch).where(DownloadBatch.created < now - _BATCHES_KEPT)
        )
