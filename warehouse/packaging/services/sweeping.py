"""Sweeping: blobs that no row names, and what crashes left of half-received files.

The bytes of a deleted file are kept for as long as the operator says, counted from its
deletion. Bytes that never had a row go after a day, and so does the metadata beside a file
that installers may not rely on.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice

from sqlalchemy import select
from sqlalchemy.orm import Session

from warehouse.db.locks import Lock, take_lock
from warehouse.packaging.locations import METADATA, PROVENANCE
from warehouse.packaging.models import DeletedFile, File
from warehouse.storage import Blob, BlobMissing, Storage

GRACE = timedelta(days=1)
"""An upload that is being published has blobs and no row yet."""

SPOOL_GRACE = timedelta(days=1)
_BATCH = 500
_SUFFIXES = (METADATA, PROVENANCE)


class Sweeper:
    """Deletes what failed uploads and deletions left in storage."""

    def __init__(self, db: Session, storage: Storage) -> None:
        self.db, self.storage = db, storage

    def sweep_blobs(self, retention: timedelta) -> int:
        """Delete blobs without a row, those of deleted files `retention` later.

        Says how many. The rows are asked for right before the deletion, batch by batch,
        while nobody is between storing bytes and committing their row.
        """
        until = datetime.now(UTC) - GRACE
        old = (blob for blob in self.storage.list() if blob.modified < until)
        deleted = 0
        while batch := list(islice(old, _BATCH)):
            take_lock(self.db, Lock.SWEEP)
            for path in unnamed(self.db, batch, retention):
                deleted += self._delete_if_old(path, until)
            self.db.commit()
        return deleted

    def sweep_scratch(self) -> int:
        """Delete half-received files that nobody receives any more; return how many."""
        until = (datetime.now(UTC) - SPOOL_GRACE).timestamp()
        deleted = 0
        for path in self.storage.scratch().iterdir():
            if path.is_file() and path.stat().st_mtime < until:
                path.unlink(missing_ok=True)
                deleted += 1
        return deleted

    def _delete_if_old(self, path: str, until: datetime) -> int:
        """Delete a blob, unless the same bytes were stored again since it was listed."""
        try:
            if self.storage.stat(path).modified >= until:
                return 0
        except BlobMissing:
            return 0
        self.storage.delete(path)
        return 1


def unnamed(db: Session, blobs: Sequence[Blob], retention: timedelta) -> Iterator[str]:
    """Yield the paths of blobs that no row names, nor did `retention` ago."""
    owners = {blob.path: _owner(blob.path) for blob in blobs}
    paths = set(owners.values())
    named = select(File.path, File.metadata_file_sha256_digest.is_not(None)).where(
        File.path.in_(paths)
    )
    offers_metadata = {path: offers for path, offers in db.execute(named)}
    kept = set(offers_metadata)
    recently = (
        select(DeletedFile.path)
        .where(DeletedFile.path.in_(paths))
        .where(DeletedFile.deleted > datetime.now(UTC) - retention)
    )
    kept |= set(db.scalars(recently))
    for path, owner in owners.items():
        is_withdrawn = path.endswith(METADATA) and not offers_metadata.get(owner, True)
        if owner not in kept or is_withdrawn:
            yield path


def _owner(path: str) -> str:
    for suffix in _SUFFIXES:
        if path.endswith(suffix):
            return path.removesuffix(suffix)
    return path
