"""`account_exports`: copies of everything that is kept about an account."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from warehouse.accounts.models.user import User
from warehouse.db import Model, Now


class AccountExport(Model):
    """The newest copy for a person, which a worker makes; `content` is a ZIP archive."""

    __tablename__ = "account_exports"

    user_id: Mapped[UUID] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), unique=True
    )
    created: Mapped[Now]
    finished: Mapped[datetime | None]
    expires: Mapped[datetime | None]
    content: Mapped[bytes | None] = mapped_column(deferred=True)

    user: Mapped[User] = relationship(User)
