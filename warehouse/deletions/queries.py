"""Finding deletions."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from warehouse.deletions.models import Deletion, DeletionKind


def deletion_by_id(db: Session, key: UUID) -> Deletion | None:
    """Return one deletion, or None."""
    return db.get(Deletion, key, populate_existing=True)


def deletion_of_row(db: Session, row_ids: Collection[UUID]) -> Deletion | None:
    """Return the newest deletion of a project, release or file with one of these ids."""
    return db.scalar(_kept().where(Deletion.row_id.in_(row_ids)).limit(1))


def deletions_of_project(db: Session, project_id: UUID) -> Sequence[Deletion]:
    """Return what was deleted of a project that is there, the newest first."""
    return db.scalars(_kept().where(Deletion.project_id == project_id)).all()


def deletions_named(db: Session, name: str) -> Sequence[Deletion]:
    """Return the deletions of projects of this name, the newest first."""
    kept = _kept().where(Deletion.kind == DeletionKind.PROJECT)
    return db.scalars(kept.where(Deletion.project_name == name)).all()


def deletions_of_owner(db: Session, user_id: UUID) -> Sequence[Deletion]:
    """Return the deletions of what an account owned, the newest first."""
    return db.scalars(_kept().where(Deletion.owner_ids.contains([user_id]))).all()


def _kept() -> Select[Deletion]:
    kept = select(Deletion).where(Deletion.kept_until > datetime.now(UTC))
    return kept.order_by(Deletion.created.desc(), Deletion.id)
