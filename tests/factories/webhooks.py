"""Webhooks with a log, without calling anybody."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from warehouse.packaging.models import Project
from warehouse.webhooks.models import Webhook, WebhookAttempt, WebhookDelivery


def make_webhook(
    db: Session, project: Project, words: str, **columns: Any
) -> WebhookDelivery:
    """A webhook with one delivery and one attempt, whose texts are `words`."""
    webhook = Webhook(
        project_id=project.id,
        url="https://example.com/",
        origin="",
        events=[words],
        secret=words,
        last_tried=datetime.now(UTC),
        last_result=words,
        **columns,
    )
    db.add(webhook)
    db.flush()
    delivery = WebhookDelivery(
        webhook_id=webhook.id, message_id=words, event=words, body=words
    )
    attempt = WebhookAttempt(milliseconds=1, request=words, answer=words)
    delivery.attempts.append(attempt)
    db.add(delivery)
    db.commit()
    return delivery


def places_of_webhook(db: Session) -> dict[str, Any]:
    """The parts of URLs that name the only delivery, and its webhook."""
    delivery = db.scalars(select(WebhookDelivery)).one()
    return {"webhook": delivery.webhook_id, "delivery": delivery.position}
