"""Finding events."""

from collections.abc import Collection, Sequence
from typing import TypeVar
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from warehouse.events.models import Event

E = TypeVar("E", bound=Event)


def events_of(
    db: Session,
    kind: type[E],
    owner_id: UUID,
    *,
    tags: Collection[str] | None = None,
    offset: int = 0,
    limit: int,
) -> Sequence[E]:
    """Return events of one owner with their addresses, the newest first."""
    found = (
        select(kind)
        .where(kind.source_id == owner_id)
        .options(joinedload(kind.ip_address))
        .order_by(kind.time.desc(), kind.id)
        .offset(offset)
        .limit(limit)
    )
    return db.scalars(found if tags is None else found.where(kind.tag.in_(tags))).all()


def count_events_of(
    db: Session, kind: type[E], owner_id: UUID, *, tags: Collection[str] | None = None
) -> int:
    """Return how many events of one owner there are."""
    found = select(func.count()).select_from(kind).where(kind.source_id == owner_id)
    return db.scalar(found if tags is None else found.where(kind.tag.in_(tags))) or 0
