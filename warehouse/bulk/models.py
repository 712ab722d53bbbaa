"""`bulk_actions` and `bulk_items`: one action on many things, and how far it is."""

import enum
from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from warehouse.db import Base, Model, Moment, stored_by_value


class BulkStatus(enum.StrEnum):
    """How far a bulk action is."""

    PREVIEWED = "previewed"
    """Nothing was done; whoever made it looks at what it would be done to."""
    RUNNING = "running"
    STOPPED = "stopped"
    FINISHED = "finished"


class ItemStatus(enum.StrEnum):
    """What became of one thing."""

    WAITING = "waiting"
    LEFT_OUT = "left out"
    DONE = "done"
    REFUSED = "refused"


class BulkAction(Model):
    """One operation that is done to each of its items."""

    __tablename__ = "bulk_actions"
    __table_args__ = (Index("ix_bulk_actions_created", "created"),)

    created: Mapped[Moment]
    touched: Mapped[Moment]
    operation: Mapped[str]
    search: Mapped[str]
    reason: Mapped[str] = mapped_column(server_default="")
    status: Mapped[BulkStatus] = mapped_column(
        stored_by_value(BulkStatus, "bulkstatus"),
        server_default=BulkStatus.PREVIEWED.value,
    )
    actor_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("users.id", ondelete="SET NULL")
    )
    actor_name: Mapped[str]
    address: Mapped[str | None]
    client: Mapped[str | None]
    finished: Mapped[datetime | None]


class BulkItem(Base):
    """One thing: its key and its name as they were found, and what became of it."""

    __tablename__ = "bulk_items"
    __table_args__ = (
        Index("ix_bulk_items_status", "bulk_id", "status", "position"),
        CheckConstraint("position >= 0", name="position"),
    )

    bulk_id: Mapped[UUID] = mapped_column(
        ForeignKey("bulk_actions.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[UUID]
    name: Mapped[str]
    status: Mapped[ItemStatus] = mapped_column(
        stored_by_value(ItemStatus, "bulkitemstatus"),
        server_default=ItemStatus.WAITING.value,
    )
    problem: Mapped[str] = mapped_column(server_default=text("''"))
