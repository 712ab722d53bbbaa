"""Sweeping: blobs that no row names, and what crashes left of half-received files."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice

from sqlalchemy import select
from sqlalchemy.orm import Session

from warehouse.packaging.models import File
from warehouse.storage import Blob, BlobMissing, Storage

SHORTEST_GRACE = timedelta(days=1)
"""An upload that is being published has blobs and no row yet."""

SPOOL_GRACE = timedelta(days=1)
_BATCH = 500
_SUFFIXES = (".metadata", ".provenance")


class Sweeper:
    """Removes what a failed upload or a deletion left in storage."""

    def __init__(self, db: Session, storage: Storage) -> None:
        self.db, self.storage = db, storage

    def sweep_blobs(self, retention: timedelta) -> int:
        """Delete blobs without a row that are older than `retention`; says how many.

        The row is asked for right before the deletion, batch by batch.
        """
        until = datetime.now(UTC) - max(retention, SHORTEST_GRACE)
        old = (blob for blob in self.storage.list() if blob.modified < until)
        deleted = 0
        while batch := list(islice(old, _BATCH)):
            for path in self._orphans(batch):
                deleted += self._delete_if_old(path, until)
            self.db.rollback()
        return deleted

    def sweep_scratch(self) -> int:
        """Delete half-received files that nobody is receiving any more; says how many."""
        until = (datetime.now(UTC) - SPOOL_GRACE).timestamp()
        deleted = 0
        for path in self.storage.scratch().iterdir():
            if path.is_file() and path.stat().st_mtime < until:
                path.unlink(missing_ok=True)
                deleted += 1
        return deleted

    def _delete_if_old(self, path: str, until: datetime) -> int:
        """The same bytes may have been stored again since they were listed."""
        try:
            if self.storage.stat(path).modified >= until:
                return 0
        except BlobMissing:
            return 0
        self.storage.delete(path)
        return 1

    def _orphans(self, blobs: Sequence[Blob]) -> Iterator[str]:
        owners = {blob.path: _owner(blob.path) for blob in blobs}
        known = set(
            self.db.scalars(select(File.path).where(File.path.in_(set(owners.values()))))
        )
        return (path for path, owner in owners.items() if owner not in known)


def _owner(path: str) -> str:
    for suffix in _SUFFIXES:
        if path.endswith(suffix):
            return path.removesuffix(suffix)
    return path
