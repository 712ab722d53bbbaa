"""Finding checks of the storage and what they found."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from warehouse.integrity.models import CheckState, FindingKind, StorageCheck, StorageFinding

_SHOWN = 20


def check_by_id(db: Session, key: UUID) -> StorageCheck | None:
    """Return one check, or None."""
    return db.get(StorageCheck, key, populate_existing=True)


def newest_checks(db: Session) -> Sequence[StorageCheck]:
    """Return the last checks, the newest first."""
    newest = StorageCheck.created.desc()
    return db.scalars(select(StorageCheck).order_by(newest).limit(_SHOWN)).all()


def newest_check(db: Session) -> StorageCheck | None:
    """Return the last check, or None if there was none."""
    return next(iter(newest_checks(db)), None)


def findings_of(db: Session, key: UUID) -> Sequence[StorageFinding]:
    """Return the first findings of a check by path, the worst kind first."""
    return db.scalars(_ordered(key).limit(200)).all()


def all_findings(db: Session, check: StorageCheck) -> Iterator[StorageFinding]:
    """Yield every finding of a check by path, the worst kind first."""
    yield from db.scalars(_ordered(check.id).execution_options(yield_per=1000))


def _ordered(key: UUID) -> Select[Any]:
    found = select(StorageFinding).where(StorageFinding.check_id == key)
    return found.order_by(StorageFinding.kind, StorageFinding.path)


def finished_checks() -> Select[UUID]:
    """Return the statement for the ids of checks that came to their end, newest first."""
    finished = select(StorageCheck.id).where(StorageCheck.state == CheckState.FINISHED)
    return finished.order_by(StorageCheck.created.desc())


def unreadable_files() -> Select[Any]:
    """Return the statement for blobs that the last whole check found missing or damaged."""
    return select(StorageFinding.created).where(
        StorageFinding.check_id == finished_checks().limit(1).scalar_subquery(),
        StorageFinding.kind != FindingKind.UNNAMED,
    )
