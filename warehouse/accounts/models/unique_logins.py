"""`user_unique_logins`: the networks that people sign in from."""

import enum
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from warehouse.accounts.models.user import User
from warehouse.db import Model, Now, stored_by_value


class UniqueLoginStatus(enum.StrEnum):
    """Whether the owner of the account knows a network."""

    PENDING = "pending"
    CONFIRMED = "confirmed"


class UniqueLogin(Model):
    """A network of one account; the address is its first, or any within it.

    `expires` is when the link ends that was last sent about a pending one.
    """

    __tablename__ = "user_unique_logins"
    __table_args__ = (UniqueConstraint("user_id", "ip_address_id"),)

    user_id: Mapped[UUID] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE", deferrable=True, initially="DEFERRED")
    )
    ip_address_id: Mapped[UUID] = mapped_column(
        ForeignKey("ip_addresses.id", ondelete="CASCADE"), index=True
    )
    created: Mapped[Now]
    last_used: Mapped[Now]
    device_information: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    status: Mapped[UniqueLoginStatus] = mapped_column(
        stored_by_value(UniqueLoginStatus, "uniqueloginstatus"),
        server_default=UniqueLoginStatus.PENDING.value,
    )
    expires: Mapped[datetime | None]

    user: Mapped[User] = relationship()
