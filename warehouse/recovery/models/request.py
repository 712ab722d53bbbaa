"""`account_recovery_requests`: who asked staff for their account, and how it went on."""

import enum
from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.dialects.postgresql import ARRAY, TEXT
from sqlalchemy.orm import Mapped, mapped_column, relationship

from warehouse.accounts.models import User
from warehouse.db import Model, Moment, stored_by_value


class LostBecause(enum.StrEnum):
    """What somebody lost who has no way into their account."""

    FACTORS = "factors"
    MAIL = "mail"
    EVERYTHING = "everything"
    STOLEN = "stolen"
    """Somebody else has the account, so that somebody signs in proves nothing."""


class RecoveryStatus(enum.StrEnum):
    """How far a request is."""

    UNCONFIRMED = "unconfirmed"
    """Nobody has proved yet that they read the contact address; staff do not see it."""
    OPEN = "open"
    CLOSED = "closed"


class RecoveryEnd(enum.StrEnum):
    """The reasons why a request was closed."""

    WITHDRAWN = "withdrawn"
    OBJECTED = "objected"
    """Whoever reads an address of the account says that they have not lost it."""
    SIGNED_IN = "signed in"
    COMPLETED = "completed"
    """Staff gave the account to whoever asked for it."""
    REFUSED = "refused"


class RecoveryRequest(Model):
    """One request; `username` is as it was written, `user` the account, if there is one.

    `proof` is the text that is to be put in a public place; `place` is where that was done,
    says the person.
    """

    __tablename__ = "account_recovery_requests"
    __table_args__ = (
        Index("ix_account_recovery_requests_status_created", "status", "created"),
    )

    created: Mapped[Moment]
    user_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("users.id", ondelete="SET NULL"), index=True
    )
    username: Mapped[str]
    contact: Mapped[str]
    reason: Mapped[LostBecause] = mapped_column(
        stored_by_value(LostBecause, "recoveryreason")
    )
    statement: Mapped[str] = mapped_column(server_default="")
    projects: Mapped[list[str]] = mapped_column(ARRAY(TEXT), server_default=text("'{}'"))
    proof: Mapped[str]
    place: Mapped[str | None]
    network: Mapped[str | None]
    client: Mapped[str | None]
    locale: Mapped[str]
    status: Mapped[RecoveryStatus] = mapped_column(
        stored_by_value(RecoveryStatus, "recoverystatus"),
        server_default=RecoveryStatus.UNCONFIRMED.value,
    )
    confirmed: Mapped[datetime | None]
    closed: Mapped[datetime | None]
    ended_by: Mapped[RecoveryEnd | None] = mapped_column(
        stored_by_value(RecoveryEnd, "recoveryend")
    )

    user: Mapped[User | None] = relationship(User)
