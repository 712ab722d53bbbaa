"""`appeals`: conversations of owners and staff about one action of staff."""

import enum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from warehouse.db import Model, Moment, stored_by_value
from warehouse.events.models import StaffAction


class AppealStatus(enum.StrEnum):
    """How far an appeal is."""

    OPEN = "open"
    """It waits for staff."""
    ANSWERED = "answered"
    """It waits for the owners."""
    ACCEPTED = "accepted"
    DECLINED = "declined"


GOING = (AppealStatus.OPEN, AppealStatus.ANSWERED)
"""The states in which somebody may write."""


class Appeal(Model):
    """One appeal against one action; names stay when accounts and projects go."""

    __tablename__ = "appeals"
    __table_args__ = (
        Index("ix_appeals_created", "created", "id"),
        Index(
            "ix_appeals_one_going",
            "action_id",
            unique=True,
            postgresql_where=text("status IN ('open', 'answered')"),
        ),
    )

    created: Mapped[Moment]
    changed: Mapped[Moment]
    action_id: Mapped[UUID] = mapped_column(ForeignKey("staff_actions.id"), index=True)
    subject_name: Mapped[str]
    opened_by_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("users.id", ondelete="SET NULL"), index=True
    )
    opened_by: Mapped[str]
    status: Mapped[AppealStatus] = mapped_column(
        stored_by_value(AppealStatus, "appealstatus"),
        server_default=AppealStatus.OPEN.value,
    )

    action: Mapped[StaffAction] = relationship(StaffAction)
    messages: Mapped[list["AppealMessage"]] = relationship(
        order_by="AppealMessage.created", passive_deletes=True
    )

    @property
    def is_going(self) -> bool:
        """Return whether it is undecided."""
        return self.status in GOING


class AppealMessage(Model):
    """One text of a conversation, by an owner or by staff."""

    __tablename__ = "appeal_messages"
    __table_args__ = (
        Index("ix_appeal_messages_appeal_id_created", "appeal_id", "created"),
    )

    created: Mapped[Moment]
    appeal_id: Mapped[UUID] = mapped_column(ForeignKey("appeals.id", ondelete="CASCADE"))
    is_from_staff: Mapped[bool]
    author_name: Mapped[str]
    text: Mapped[str]
