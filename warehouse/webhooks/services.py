"""Adding webhooks, changing them, and sending again."""

from collections.abc import Callable, Collection
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import CursorResult, delete, func, select, update
from sqlalchemy.orm import Session

from warehouse.db.locks import lock_name
from warehouse.i18n import _
from warehouse.outbound import TargetRefused, TargetRules
from warehouse.packaging.models import Project
from warehouse.security import Actor
from warehouse.security.webhooks import make_secret
from warehouse.signals import Announce, Signal
from warehouse.webhooks.errors import WebhookRefused
from warehouse.webhooks.events import EVENTS, TEST, test_data
from warehouse.webhooks.models import (
    DeliveryState,
    Webhook,
    WebhookDelivery,
    WebhookState,
)
from warehouse.webhooks.recording import new_delivery
from warehouse.webhooks.signals import (
    WebhookAdded,
    WebhookChanged,
    WebhookRemoved,
    WebhookRotated,
)

MOST = 10
"""Webhooks that a project may have."""

OVERLAP = timedelta(hours=24)
"""How long a replaced secret signs as well."""

LOG_KEPT = timedelta(days=30)
_GONE_KEPT = timedelta(days=4)


class WebhookService:
    """Adds webhooks to projects, changes and deletes them."""

    def __init__(
        self,
        db: Session,
        announce: Announce,
        *,
        rules: TargetRules,
        origin: str,
        wake: Callable[[UUID], None],
    ) -> None:
        self.db, self.announce = db, announce
        self._rules, self._origin, self._wake = rules, origin, wake

    def add(
        self, project: Project, url: str, events: Collection[str], *, actor: Actor
    ) -> Webhook:
        """Add a webhook with a new secret; raises `WebhookRefused`."""
        self._check(url, events)
        lock_name(self.db, f"webhooks/{project.id}")
        count = select(func.count()).where(Webhook.project_id == project.id)
        if (self.db.scalar(count) or 0) >= MOST:
            raise WebhookRefused(
                _("A project has at most ${most} webhooks.", mapping={"most": MOST})
            )
        webhook = Webhook(
            project_id=project.id,
            url=url,
            origin=self._origin,
            events=_sorted(events),
            secret=make_secret(),
        )
        self.db.add(webhook)
        self.db.flush()
        self.announce(WebhookAdded(project, actor, webhook))
        return webhook

    def change(
        self, webhook: Webhook, url: str, events: Collection[str], *, actor: Actor
    ) -> None:
        """Have another address told, or of other events; raises `WebhookRefused`."""
        self._check(url, events)
        webhook.url, webhook.events = url, _sorted(events)
        self._announce(WebhookChanged, webhook, actor)

    def rotate(self, webhook: Webhook, *, actor: Actor) -> str:
        """Make a new secret and return it; the former one signs as well for a day."""
        webhook.former_secret, webhook.secret = webhook.secret, make_secret()
        webhook.former_until = datetime.now(UTC) + OVERLAP
        self._announce(WebhookRotated, webhook, actor)
        return webhook.secret

    def switch_on(self, webhook: Webhook, *, actor: Actor) -> None:
        """Call a webhook again, about what happens from now on."""
        webhook.state = WebhookState.ON
        webhook.failures, webhook.failing_since, webhook.next_try = 0, None, None
        self._announce(WebhookChanged, webhook, actor)

    def switch_off(self, webhook: Webhook, *, actor: Actor) -> None:
        """Call a webhook no longer, and drop what waits."""
        webhook.state = WebhookState.OFF
        drop_waiting(self.db, webhook)
        self._announce(WebhookChanged, webhook, actor)

    def remove(self, webhook: Webhook, *, actor: Actor) -> None:
        """Delete a webhook with its log."""
        self._announce(WebhookRemoved, webhook, actor)
        self.db.delete(webhook)
        self.db.flush()

    def test(self, webhook: Webhook) -> None:
        """Send an event that says nothing; raises `WebhookRefused` if it is off."""
        self._check_on(webhook)
        assert webhook.project is not None
        self._put(webhook, new_delivery(webhook.id, TEST, None, test_data(webhook.project)))

    def send_again(self, delivery: WebhookDelivery) -> None:
        """Send what was sent before, with the same id; raises `WebhookRefused`."""
        webhook = delivery.webhook
        self._check_on(webhook)
        again = WebhookDelivery(
            webhook_id=webhook.id,
            message_id=delivery.message_id,
            event=delivery.event,
            body=delivery.body,
        )
        self._put(webhook, again)

    def part(self, project: Project, *, retention: timedelta) -> None:
        """Keep the webhooks of a project that is being deleted until they have heard it."""
        until = datetime.now(UTC) + max(retention, _GONE_KEPT) + timedelta(days=1)
        self.db.execute(
            update(Webhook).where(Webhook.project_id == project.id).values(kept_until=until)
        )

    def forget(self) -> int:
        """Delete old deliveries, and webhooks whose project is gone; return how many."""
        now = datetime.now(UTC)
        gone = delete(Webhook).where(
            Webhook.project_id.is_(None), Webhook.kept_until <= now
        )
        old = delete(WebhookDelivery).where(
            WebhookDelivery.created <= now - LOG_KEPT,
            WebhookDelivery.state != DeliveryState.WAITING,
        )
        counts = [self.db.execute(each) for each in (gone, old)]
        return sum(each.rowcount for each in counts if isinstance(each, CursorResult))

    def _put(self, webhook: Webhook, delivery: WebhookDelivery) -> None:
        self.db.add(delivery)
        self.db.flush()
        self._wake(webhook.id)

    def _check(self, url: str, events: Collection[str]) -> None:
        try:
            self._rules.check(url)
        except TargetRefused as error:
            raise WebhookRefused(error.message) from error
        if not events or not set(events) <= set(EVENTS):
            raise WebhookRefused(_("Choose at least one event."))

    def _check_on(self, webhook: Webhook) -> None:
        if webhook.state is not WebhookState.ON:
            raise WebhookRefused(_("Switch the webhook on first."))

    def _announce(self, kind: type[Signal], webhook: Webhook, actor: Actor) -> None:
        self.db.flush()
        self.announce(kind(webhook.project, actor, webhook))  # type: ignore[call-arg]


def drop_waiting(db: Session, webhook: Webhook) -> None:
    """Give up what waits to be sent to a webhook."""
    db.execute(
        update(WebhookDelivery)
        .where(WebhookDelivery.webhook_id == webhook.id)
        .where(WebhookDelivery.state == DeliveryState.WAITING)
        .values(state=DeliveryState.DROPPED)
    )


def _sorted(events: Collection[str]) -> list[str]:
    return [each for each in EVENTS if each in events]
