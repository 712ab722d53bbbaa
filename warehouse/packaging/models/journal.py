"""`journals`: what happened to names, in the order that mirrors follow by its ids."""

from sqlalchemy import ForeignKey, Index, desc, text
from sqlalchemy.orm import Mapped, mapped_column

from warehouse.db import Base, CIText, Now
from warehouse.packaging.models.privacy import HasPrivacy


class JournalEntry(HasPrivacy, Base):
    """One change; its id is the serial that mirrors remember.

    Entries outlive projects, and keep the spelling that the name had at the time, so
    nothing but the exact name connects them to a project. What happened while a project was
    private stays so, and mirrors never see it.
    """

    __tablename__ = "journals"
    __table_args__ = (
        Index("ix_journals_name_id", "name", desc("id")),
        Index("ix_journals_submitted_date", "submitted_date"),
        Index("ix_journals_submitted_by", "submitted_by"),
        Index(
            "ix_journals_new_releases",
            "submitted_date",
            "name",
            "version",
            postgresql_where=text("action = 'new release'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    version: Mapped[str | None]
    action: Mapped[str]
    submitted_date: Mapped[Now]
    submitted_by: Mapped[CIText | None] = mapped_column(
        ForeignKey("users.username", onupdate="CASCADE")
    )
