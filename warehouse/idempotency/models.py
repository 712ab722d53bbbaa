"""`idempotency_keys`: the keys of requests, and how each was answered."""

from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from warehouse.db import Model, Moment


class IdempotencyKey(Model):
    """The answer to a request that changed something, kept in the same transaction.

    It is of a user or of an organization. `fingerprint` is the SHA-256 of all that says
    what was asked.
    """

    __tablename__ = "idempotency_keys"
    __table_args__ = (
        UniqueConstraint("user_id", "key"),
        UniqueConstraint("organization_id", "key"),
        CheckConstraint("num_nonnulls(user_id, organization_id) = 1", name="one_caller"),
        Index("ix_idempotency_keys_created", "created"),
    )

    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    organization_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("organizations.id", ondelete="CASCADE")
    )
    key: Mapped[str]
    created: Mapped[Moment]
    fingerprint: Mapped[bytes]
    status: Mapped[int]
    headers: Mapped[dict[str, Any]] = mapped_column(JSONB)
    body: Mapped[bytes]
