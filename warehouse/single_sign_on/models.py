"""`user_linked_identities`: by whom else people are known who sign in here."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from warehouse.accounts.models import User
from warehouse.db import Model, Now


class LinkedIdentity(Model):
    """Whom an identity provider calls `subject` is the person of an account here.

    `username` is by what name the person signs in there, and `label` how people recognise
    them; both are as they were the last time, and decide nothing. `had_two` is what the
    provider said then: whether the sign-in had several factors.
    """

    __tablename__ = "user_linked_identities"
    __table_args__ = (
        UniqueConstraint("issuer", "subject"),
        CheckConstraint("length(subject) BETWEEN 1 AND 255", name="subject_length"),
    )

    user_id: Mapped[UUID] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), index=True
    )
    issuer: Mapped[str]
    subject: Mapped[str]
    username: Mapped[str]
    label: Mapped[str]
    created: Mapped[Now]
    last_used: Mapped[datetime | None]
    had_two: Mapped[bool] = mapped_column(server_default=false())

    user: Mapped[User] = relationship(User)
