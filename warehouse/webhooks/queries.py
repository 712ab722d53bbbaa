"""Finding webhooks, and what was sent to them."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, selectinload

from warehouse.db import SEEING_ALL
from warehouse.organizations.models import Organization
from warehouse.packaging.models import JournalEntry, OrganizationProject, Project
from warehouse.webhooks.models import (
    DeliveryState,
    Webhook,
    WebhookDelivery,
    WebhookState,
)

Owner = Project | Organization
"""Whose projects a webhook is told of."""


def webhooks_of(db: Session, owner: Owner) -> Sequence[Webhook]:
    """Return the webhooks of a project or organization, the oldest first."""
    found = select(Webhook).where(_belongs_to(owner))
    return db.scalars(found.order_by(Webhook.created, Webhook.id)).all()


def webhook_of(db: Session, owner: Owner, key: UUID) -> Webhook | None:
    """Return a webhook of this project or organization and no other, or None."""
    return db.scalar(select(Webhook).where(Webhook.id == key, _belongs_to(owner)))


def count_webhooks(db: Session, owner: Owner) -> int:
    """Return how many webhooks a project or organization has."""
    return db.scalar(select(func.count()).where(_belongs_to(owner))) or 0


def called_webhooks(db: Session, owner: Owner) -> Sequence[Webhook]:
    """Return the webhooks that are switched on; those of its organization for a project."""
    wanted = _belongs_to(owner)
    if isinstance(owner, Project):
        above = select(OrganizationProject.organization_id).where(
            OrganizationProject.project_id == owner.id
        )
        wanted = or_(wanted, Webhook.organization_id == above.scalar_subquery())
    found = select(Webhook).where(wanted, Webhook.state == WebhookState.ON)
    return db.scalars(found).all()


def _belongs_to(owner: Owner) -> ColumnElement[bool]:
    is_project = isinstance(owner, Project)
    column = Webhook.project_id if is_project else Webhook.organization_id
    return column == owner.id


def kept_webhooks(db: Session, keys: Collection[UUID]) -> Sequence[UUID]:
    """Return those that are on, and keep them from being deleted until the commit."""
    found = select(Webhook.id).where(Webhook.id.in_(keys), Webhook.state == WebhookState.ON)
    found = found.order_by(Webhook.id).with_for_update(read=True, key_share=True)
    return db.scalars(found).all()


def newest_serial(db: Session, name: str, version: str | None, action: str) -> int | None:
    """Return the serial of the newest journal row of this kind, private ones included."""
    return db.scalar(
        select(JournalEntry.id)
        .where(JournalEntry.name == name, JournalEntry.action == action)
        .where(JournalEntry.version.is_not_distinct_from(version))
        .order_by(JournalEntry.id.desc())
        .limit(1)
        .execution_options(**SEEING_ALL)
    )


def next_delivery(db: Session, webhook: Webhook) -> WebhookDelivery | None:
    """Return the delivery that is to be sent next, or None."""
    return db.scalar(
        select(WebhookDelivery)
        .where(
            WebhookDelivery.webhook_id == webhook.id,
            WebhookDelivery.state == DeliveryState.WAITING,
        )
        .order_by(WebhookDelivery.position)
        .limit(1)
    )


def due_webhooks(db: Session, *, limit: int) -> Sequence[UUID]:
    """Return webhooks that have something to be sent now, the most overdue first."""
    waiting = (
        select(WebhookDelivery.position)
        .where(WebhookDelivery.webhook_id == Webhook.id)
        .where(WebhookDelivery.state == DeliveryState.WAITING)
    )
    now = datetime.now(UTC)
    return db.scalars(
        select(Webhook.id)
        .where(Webhook.state == WebhookState.ON, waiting.exists())
        .where(or_(Webhook.next_try.is_(None), Webhook.next_try <= now))
        .order_by(func.coalesce(Webhook.next_try, Webhook.last_tried).nulls_first())
        .limit(limit)
    ).all()


def count_deliveries(db: Session, webhook: Webhook) -> int:
    """Return how many deliveries of a webhook are kept."""
    found = select(func.count()).where(WebhookDelivery.webhook_id == webhook.id)
    return db.scalar(found) or 0


def deliveries_of(
    db: Session, webhook: Webhook, *, offset: int, limit: int
) -> Sequence[WebhookDelivery]:
    """Return deliveries of a webhook with their attempts, the newest first."""
    return db.scalars(
        select(WebhookDelivery)
        .where(WebhookDelivery.webhook_id == webhook.id)
        .order_by(WebhookDelivery.position.desc())
        .options(selectinload(WebhookDelivery.attempts))
        .offset(offset)
        .limit(limit)
    ).all()


def delivery_of(db: Session, webhook: Webhook, position: int) -> WebhookDelivery | None:
    """Return a delivery of this webhook and no other, or None."""
    return db.scalar(
        select(WebhookDelivery)
        .where(WebhookDelivery.webhook_id == webhook.id)
        .where(WebhookDelivery.position == position)
    )
