"""Finding bulk actions and their items."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from warehouse.bulk.models import BulkAction, BulkItem, ItemStatus


def bulk_with_id(db: Session, key: UUID) -> BulkAction | None:
    """Return a bulk action, or None."""
    return db.get(BulkAction, key)


def items_of(db: Session, bulk: BulkAction) -> Sequence[BulkItem]:
    """Return the items of a bulk action in their order."""
    found = select(BulkItem).where(BulkItem.bulk_id == bulk.id)
    return db.scalars(found.order_by(BulkItem.position)).all()


def counts_of(db: Session, bulk: BulkAction) -> dict[ItemStatus, int]:
    """Return how many items have which status."""
    found = select(BulkItem.status, func.count()).where(BulkItem.bulk_id == bulk.id)
    return {row[0]: row[1] for row in db.execute(found.group_by(BulkItem.status))}
