"""`webhooks`, `webhook_deliveries` and `webhook_attempts`: what was sent to whom."""

import enum
from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship

from warehouse.db import Base, Model, Moment, stored_by_value
from warehouse.organizations.models import Organization
from warehouse.packaging.models import Project


class WebhookState(enum.StrEnum):
    """Whether a webhook is called."""

    ON = "on"
    OFF = "off"
    FAILED = "failed"
    """It did not answer as it should for days, and was switched off."""


class DeliveryState(enum.StrEnum):
    """What became of a delivery."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    DROPPED = "dropped"
    """The webhook was switched off before it could be delivered."""


class Webhook(Model):
    """An address that is told what happens to a project, or to all of an organization.

    It outlives its project until `kept_until`, to tell of the deletion; a project that is
    restored has it again. `origin` is where the index was reached when it was added.
    """

    __tablename__ = "webhooks"
    __table_args__ = (
        CheckConstraint("num_nonnulls(project_id, organization_id) < 2", name="one_owner"),
        Index(
            None, "organization_id", postgresql_where=text("organization_id IS NOT NULL")
        ),
    )

    created: Mapped[Moment]
    project_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("projects.id", ondelete="SET NULL"), index=True
    )
    organization_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("organizations.id", ondelete="CASCADE")
    )
    url: Mapped[str]
    origin: Mapped[str]
    events: Mapped[list[str]] = mapped_column(ARRAY(Text))
    secret: Mapped[str]
    former_secret: Mapped[str | None]
    former_until: Mapped[datetime | None]
    state: Mapped[WebhookState] = mapped_column(
        stored_by_value(WebhookState, "webhookstate"),
        server_default=WebhookState.ON.value,
    )
    failing_since: Mapped[datetime | None]
    failures: Mapped[int] = mapped_column(server_default=text("0"))
    next_try: Mapped[datetime | None]
    last_tried: Mapped[datetime | None]
    last_result: Mapped[str | None]
    kept_until: Mapped[datetime | None]

    project: Mapped[Project | None] = relationship(Project)
    organization: Mapped[Organization | None] = relationship(Organization)

    def is_due(self, now: datetime) -> bool:
        """Return whether it is called now, if something waits."""
        is_paused = self.next_try is not None and self.next_try > now
        return self.state is WebhookState.ON and not is_paused

    def secrets(self, now: datetime) -> list[str]:
        """Return the secrets to sign with, the newest first."""
        found = [self.secret]
        if self.former_secret and self.former_until and self.former_until > now:
            found.append(self.former_secret)
        return found


class WebhookDelivery(Base):
    """One event for one webhook; they are sent in the order of their positions.

    `message_id` is the same at each attempt, and when it is sent again on request.
    """

    __tablename__ = "webhook_deliveries"
    __table_args__ = (
        Index("ix_webhook_deliveries_webhook_id_position", "webhook_id", "position"),
        Index(
            "ix_webhook_deliveries_waiting",
            "webhook_id",
            "position",
            postgresql_where=text("state = 'waiting'"),
        ),
        Index("ix_webhook_deliveries_created", "created"),
    )

    position: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    created: Mapped[Moment]
    webhook_id: Mapped[UUID] = mapped_column(ForeignKey("webhooks.id", ondelete="CASCADE"))
    message_id: Mapped[str]
    event: Mapped[str]
    body: Mapped[str]
    state: Mapped[DeliveryState] = mapped_column(
        stored_by_value(DeliveryState, "webhookdeliverystate"),
        server_default=DeliveryState.WAITING.value,
    )

    webhook: Mapped[Webhook] = relationship(Webhook)
    attempts: Mapped[list["WebhookAttempt"]] = relationship(
        order_by="WebhookAttempt.id", back_populates="delivery", passive_deletes=True
    )


class WebhookAttempt(Base):
    """One request and the beginning of its answer, or why there was none."""

    __tablename__ = "webhook_attempts"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    created: Mapped[Moment]
    position: Mapped[int] = mapped_column(
        ForeignKey("webhook_deliveries.position", ondelete="CASCADE"), index=True
    )
    milliseconds: Mapped[int]
    request: Mapped[str]
    status: Mapped[int | None]
    answer: Mapped[str]

    delivery: Mapped[WebhookDelivery] = relationship(back_populates="attempts")
