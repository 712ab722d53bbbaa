"""`macaroons`: API tokens, each with the key that its signature is made with."""

import secrets
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from warehouse.accounts.models import User
from warehouse.db import Model, Now


class Macaroon(Model):
    """One API token of a user; the row's id is the identifier inside the token.

    `permissions_caveat` is for display; what a token may do is decided by `caveats`.
    """

    __tablename__ = "macaroons"
    __table_args__ = (UniqueConstraint("description", "user_id"),)

    user_id: Mapped[UUID] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), index=True
    )
    description: Mapped[str]
    created: Mapped[Now]
    last_used: Mapped[datetime | None]
    permissions_caveat: Mapped[dict[str, Any] | str] = mapped_column(
        JSONB, server_default=text("'{}'")
    )
    caveats: Mapped[list[Any]] = mapped_column(JSONB, server_default=text("'[]'"))
    additional: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    key: Mapped[bytes] = mapped_column(default=lambda: secrets.token_bytes(32))

    user: Mapped[User] = relationship("User")
