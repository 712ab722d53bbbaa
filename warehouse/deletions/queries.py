"""Finding deletions."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from warehouse.deletions.models import Deletion, DeletionKind
from warehouse.packaging.queries import select_owned_projects


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


def restorable_deletions(
    db: Session, user_id: UUID, *, offset: int = 0, limit: int | None = None
) -> Sequence[Deletion]:
    """Return deletions that a person may take back, the newest first."""
    return db.scalars(_restorable(user_id).offset(offset).limit(limit)).all()


def count_restorable(db: Session, user_id: UUID) -> int:
    """Return how many deletions a person may take back."""
    found = _restorable(user_id).order_by(None).subquery()
    return db.scalar(select(func.count()).select_from(found)) or 0


def restorable_deletion(db: Session, user_id: UUID, key: UUID) -> Deletion | None:
    """Return one deletion if this person may take it back, or None."""
    return db.scalar(_restorable(user_id).where(Deletion.id == key))


def _restorable(user_id: UUID) -> Select[Deletion]:
    """Select what owners deleted of what a person owned then, and owns still if it is."""
    owned = Deletion.project_id.in_(select_owned_projects(user_id))
    return _kept().where(
        Deletion.owner_ids.contains([user_id]),
        Deletion.by_owner,
        or_(Deletion.kind == DeletionKind.PROJECT, owned),
    )


def _kept() -> Select[Deletion]:
    kept = select(Deletion).where(Deletion.kept_until > datetime.now(UTC))
    return kept.order_by(Deletion.created.desc(), Deletion.id)
