"""Tables: figures of each day, and mail to many."""

import enum
from datetime import date
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from warehouse.db import Base, Model, Moment, stored_by_value


class DailyFigure(Base):
    """One figure of one day, such as the number of its uploads."""

    __tablename__ = "daily_figures"

    day: Mapped[date] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[int] = mapped_column(BigInteger)


class MailingState(enum.StrEnum):
    """How far a mailing is."""

    DRAFT = "draft"
    SENDING = "sending"
    STOPPED = "stopped"
    DONE = "done"


class Mailing(Model):
    """Mail to many: a row for each of them."""

    __tablename__ = "mailings"
    __table_args__ = (Index("ix_mailings_created", "created", "id"),)

    created: Mapped[Moment]
    touched: Mapped[Moment]
    author_name: Mapped[str]
    subject: Mapped[str | None]
    body_text: Mapped[str | None]
    """The message of rows that have none of their own."""

    state: Mapped[MailingState] = mapped_column(
        stored_by_value(MailingState, "mailingstate"),
        server_default=MailingState.DRAFT.value,
    )


class MailingRowState(enum.StrEnum):
    """What became of one message of a mailing."""

    WAITING = "waiting"
    WRITTEN = "written"
    """It is in the outbox, which has what became of it then."""
    LEFT_OUT = "left out"


class MailingRow(Base):
    """One message of a mailing; `problem` says why nobody gets it."""

    __tablename__ = "mailing_rows"
    __table_args__ = (
        Index(
            "ix_mailing_rows_waiting",
            *("mailing_id", "position"),
            postgresql_where=text("state = 'waiting'"),
        ),
    )

    mailing_id: Mapped[UUID] = mapped_column(
        ForeignKey("mailings.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[UUID]
    subject: Mapped[str | None]
    body_text: Mapped[str | None]
    body_html: Mapped[str]
    state: Mapped[MailingRowState] = mapped_column(
        stored_by_value(MailingRowState, "mailingrowstate"),
        server_default=MailingRowState.WAITING.value,
    )
    problem: Mapped[str | None]
