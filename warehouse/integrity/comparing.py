"""Comparing one row with its blobs, and some blobs with rows."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from warehouse.integrity.models import FindingKind
from warehouse.packaging.locations import metadata_path
from warehouse.packaging.models import File
from warehouse.packaging.services.sweeping import GRACE, unnamed
from warehouse.storage import Blob, BlobMissing, Storage, StorageUnavailable

SWEPT = timedelta(days=1)
"""The sweep of every night has taken by then what it should take."""

_BATCH = 500
_PIECE = 1024**2
_MOST_DETAIL = 500

Working = Callable[[], None]
"""Called after each piece that is read, since one blob may take long."""


@dataclass(frozen=True)
class Finding:
    """One disagreement, with the path of the blob and what is wrong in words."""

    kind: FindingKind
    path: str
    detail: str


@dataclass(frozen=True)
class Row:
    """What a row says about the blobs of one file; digests are SHA-256 in hex."""

    id: UUID
    path: str
    size: int
    sha256: str
    metadata_sha256: str | None

    def blobs(self) -> Iterator[tuple[str, int | None, str]]:
        """Yield path, size (None if the row does not say) and digest of each blob."""
        yield self.path, self.size, self.sha256
        if self.metadata_sha256 is not None:
            yield metadata_path(self.path), None, self.metadata_sha256


def rows_after(db: Session, key: UUID | None, limit: int) -> list[Row]:
    """Return the rows of files held here whose ids come after `key`."""
    said = (File.id, File.path, File.size, File.sha256_digest)
    found = (
        select(*said, File.metadata_file_sha256_digest)
        .where(File.is_held)
        .order_by(File.id)
        .limit(limit)
    )
    if key is not None:
        found = found.where(File.id > key)
    return [
        Row(key, path, size, digest, metadata)
        for key, path, size, digest, metadata in db.execute(found)
        if size is not None and digest is not None
    ]


def disagreements(
    row: Row, storage: Storage, *, reads_bytes: bool, working: Working
) -> Iterator[Finding]:
    """Yield what is wrong with the blobs of one row; reads them if told to.

    A blob that cannot be read is a finding; `StorageUnavailable` is raised if none can.
    """
    for path, size, digest in row.blobs():
        try:
            found = storage.stat(path).size
            if size is not None and found != size:
                detail = f"It has {found} bytes instead of {size}."
                yield Finding(FindingKind.DAMAGED, path, detail)
            elif reads_bytes and (
                (read := _sha256(storage, path, working)) != digest.lower()
            ):
                detail = f"Its SHA-256 is {read} instead of {digest.lower()}."
                yield Finding(FindingKind.DAMAGED, path, detail)
        except BlobMissing:
            yield Finding(FindingKind.MISSING, path, "It is not in the storage.")
        except (StorageUnavailable, OSError) as error:
            yield _unreadable(storage, path, error)


def listed(storage: Storage, prefix: str) -> tuple[list[Blob], list[Finding]]:
    """Return all blobs below a prefix; if they cannot be listed, that is a finding."""
    try:
        return list(storage.list(prefix)), []
    except StorageUnavailable as error:
        return [], [_unreadable(storage, prefix, error)]


def still_named(db: Session, row: Row) -> bool:
    """Return whether the row is there still: a file deleted meanwhile is not missing."""
    return db.scalar(select(File.id).where(File.id == row.id)) is not None


def unnamed_blobs(
    db: Session, blobs: Iterable[Blob], *, retention: timedelta
) -> Iterator[Finding]:
    """Yield the blobs that no row names although the sweep should have taken them."""
    until = datetime.now(UTC) - GRACE - SWEPT
    old = (blob for blob in blobs if blob.modified < until)
    while some := list(islice(old, _BATCH)):
        sizes = {blob.path: blob.size for blob in some}
        for path in unnamed(db, some, retention + SWEPT):
            detail = f"No row names its {sizes[path]} bytes."
            yield Finding(FindingKind.UNNAMED, path, detail)


def _sha256(storage: Storage, path: str, working: Working) -> str:
    digest = hashlib.sha256()
    with storage.open(path) as stream:
        while piece := stream.read(_PIECE):
            digest.update(piece)
            working()
    return digest.hexdigest()


def _unreadable(storage: Storage, path: str, error: Exception) -> Finding:
    """Return the finding for one blob, unless the storage as a whole is out of reach."""
    storage.check()
    return Finding(FindingKind.DAMAGED, path, f"It cannot be read: {error}"[:_MOST_DETAIL])
