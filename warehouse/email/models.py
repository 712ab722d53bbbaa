"""`email_messages`: every message that was written, and what became of it."""

import enum
from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, false, text
from sqlalchemy.orm import Mapped, mapped_column

from warehouse.db import Model, Moment, Now, stored_by_value


class MailStatus(enum.StrEnum):
    """What became of a message."""

    QUEUED = "queued"
    KEPT = "kept"
    """Nobody has told us of a mail server; an operator may read it here."""
    SENT = "sent"
    FAILED = "failed"
    DELIVERED = "delivered"
    """The server of the recipient took it, and said so."""
    SOFT_BOUNCED = "soft bounced"
    """It came back, and the next may arrive."""
    BOUNCED = "bounced"
    """It came back, and so will the next."""
    COMPLAINED = "complained"
    """Somebody reported it as spam."""


class EmailMessage(Model):
    """One message to one address, as it is sent however often that is tried.

    `message_id` is the same at each attempt, so a server that has it already may drop it.
    """

    __tablename__ = "email_messages"
    __table_args__ = (
        Index("ix_email_messages_due", "due", postgresql_where=text("status = 'queued'")),
        Index("ix_email_messages_user_id_created", "user_id", "created"),
        Index("ix_email_messages_created", "created"),
        Index(
            "ix_email_messages_failed",
            "created",
            postgresql_where=text("status = 'failed'"),
        ),
        *(
            Index(
                f"ix_email_messages_{column}_trgm",
                column,
                postgresql_using="gin",
                postgresql_ops={column: "gin_trgm_ops"},
            )
            for column in ("recipient", "sender", "subject")
        ),
    )

    created: Mapped[Moment]
    user_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("users.id", ondelete="SET NULL")
    )
    kind: Mapped[str]
    sender: Mapped[str]
    recipient: Mapped[str]
    recipient_name: Mapped[str] = mapped_column(server_default="")
    message_id: Mapped[str] = mapped_column(unique=True)
    subject: Mapped[str]
    body: Mapped[str]
    html: Mapped[str]
    unsubscribe_url: Mapped[str | None]
    is_security: Mapped[bool] = mapped_column(server_default=false())
    status: Mapped[MailStatus] = mapped_column(
        stored_by_value(MailStatus, "mailstatus"), server_default=MailStatus.QUEUED.value
    )
    attempts: Mapped[int] = mapped_column(server_default=text("0"))
    due: Mapped[Now]
    sent: Mapped[datetime | None]
    problem: Mapped[str | None]
