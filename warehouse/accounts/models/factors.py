"""`user_security_keys` and `user_recovery_codes`: proofs beside the password."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from warehouse.accounts.models.user import User
from warehouse.db import Model, Now


def _owner() -> ForeignKey:
    return ForeignKey("users.id", ondelete="CASCADE", deferrable=True, initially="DEFERRED")


class SecurityKey(Model):
    """A WebAuthn credential of a user; a passkey opens the account without a password."""

    __tablename__ = "user_security_keys"
    __table_args__ = (
        UniqueConstraint("label", "user_id"),
        CheckConstraint("length(label) BETWEEN 1 AND 64", name="label_length"),
    )

    user_id: Mapped[UUID] = mapped_column(_owner(), index=True)
    label: Mapped[str]
    credential_id: Mapped[str] = mapped_column(unique=True)
    public_key: Mapped[str] = mapped_column(unique=True)
    sign_count: Mapped[int] = mapped_column(BigInteger)
    is_passkey: Mapped[bool] = mapped_column(server_default=false())
    created: Mapped[Now]
    last_used: Mapped[datetime | None]

    user: Mapped[User] = relationship(back_populates="security_keys")


class RecoveryCode(Model):
    """The hash of a code that opens an account once; `burned` is when it did."""

    __tablename__ = "user_recovery_codes"
    __table_args__ = (
        CheckConstraint("length(code) <= 128", name="code_length"),
        Index("ix_user_recovery_codes_user_id", "user_id"),
    )

    user_id: Mapped[UUID] = mapped_column(_owner())
    code: Mapped[str]
    generated: Mapped[datetime] = mapped_column(
        server_default=text("(now() AT TIME ZONE 'utc')")
    )
    burned: Mapped[datetime | None]

    user: Mapped[User] = relationship(back_populates="recovery_codes")
