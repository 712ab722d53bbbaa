"""Finding deletions."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from warehouse.deletions.models import Deletion, DeletionKind
from warehouse.packaging.queries import owned_project_ids


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


def restorable_deletions(db: Session, user_id: UUID) -> list[Deletion]:
    """Return what a person may restore, the newest first."""
    owned = set(owned_project_ids(db, user_id))
    return [each for each in deletions_of_owner(db, user_id) if _is_theirs(each, owned)]


def restorable_deletion(db: Session, user_id: UUID, key: UUID) -> Deletion | None:
    """Return one deletion that a person may restore, or None."""
    found = deletion_by_id(db, key)
    if found is None or user_id not in found.owner_ids:
        return None
    return found if _is_theirs(found, set(owned_project_ids(db, user_id))) else None


def _is_theirs(deletion: Deletion, owned: Collection[UUID]) -> bool:
    """Return whether it is restored by who owns the project, or owned it to the end."""
    if not deletion.by_owner:
        return False
    is_whole = deletion.kind is DeletionKind.PROJECT
    return is_whole or deletion.project_id in owned


def _kept() -> Select[Deletion]:
    kept = select(Deletion).where(Deletion.kept_until > datetime.now(UTC))
    return kept.order_by(Deletion.created.desc(), Deletion.id)
