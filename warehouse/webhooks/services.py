"""Adding webhooks, changing them, and sending again."""

from collections.abc import Callable, Collection
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import CursorResult, delete, update
from sqlalchemy.orm import Session

from warehouse.db.locks import lock_name
from warehouse.i18n import _
from warehouse.outbound import TargetRefused, TargetRules
from warehouse.packaging.models import Project
from warehouse.security import Actor
from warehouse.security.webhooks import make_secret
from warehouse.signals import Announce
from warehouse.webhooks import queries
from warehouse.webhooks.errors import WebhookRefused
from warehouse.webhooks.events import ALL_EVENTS, EVENTS, TEST, offered, test_data
from warehouse.webhooks.models import (
    DeliveryState,
    Webhook,
    WebhookDelivery,
    WebhookState,
)
from warehouse.webhooks.queries import Owner
from warehouse.webhooks.recording import new_delivery
from warehouse.webhooks.signals import (
    WebhookAdded,
    WebhookChanged,
    WebhookRemoved,
    WebhookRotated,
    WebhookSignal,
    about,
)

MOST = 10
"""Webhooks that a project may have, or an organization besides."""

OVERLAP = timedelta(hours=24)
"""How long a replaced secret signs as well."""

LOG_KEPT = timedelta(days=30)
_GONE_KEPT = timedelta(days=4)


class WebhookService:
    """Adds webhooks to projects and organizations, changes and deletes them."""

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
        self, owner: Owner, url: str, events: Collection[str], *, actor: Actor
    ) -> Webhook:
        """Add a webhook of a project, or for all of an organization, with a new secret.

        Raises `WebhookRefused`.
        """
        self._check(url, events, offered(owner))
        lock_name(self.db, f"webhooks/{owner.id}")
        if queries.count_webhooks(self.db, owner) >= MOST:
            raise WebhookRefused(
                _("There are at most ${most} webhooks.", mapping={"most": MOST})
            )
        is_project = isinstance(owner, Project)
        webhook = Webhook(
            project=owner if is_project else None,
            organization=None if is_project else owner,
            url=url,
            origin=self._origin,
            events=_sorted(events),
            secret=make_secret(),
        )
        self.db.add(webhook)
        self._announce(WebhookAdded, webhook, actor)
        return webhook

    def change(
        self, webhook: Webhook, url: str, events: Collection[str], *, actor: Actor
    ) -> None:
        """Have another address told, or of other events; raises `WebhookRefused`."""
        own = webhook.organization is not None
        self._check(url, events, ALL_EVENTS if own else EVENTS)
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
        said = test_data(webhook.project, webhook.organization)
        self._put(webhook, new_delivery(webhook.id, TEST, None, said))

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

    def _check(self, url: str, events: Collection[str], known: Collection[str]) -> None:
        try:
            self._rules.check(url)
        except TargetRefused as error:
            raise WebhookRefused(error.message) from error
        if not events or not set(events) <= set(known):
            raise WebhookRefused(_("Choose at least one event."))

    def _check_on(self, webhook: Webhook) -> None:
        if webhook.state is not WebhookState.ON:
            raise WebhookRefused(_("Switch the webhook on first."))

    def _announce(self, kind: type[WebhookSignal], webhook: Webhook, actor: Actor) -> None:
        self.db.flush()
        signal = about(kind, webhook, actor)
        if signal is not None:
            self.announce(signal)


def drop_waiting(db: Session, webhook: Webhook) -> None:
    """Give up what waits to be sent to a webhook."""
    db.execute(
        update(WebhookDelivery)
        .where(WebhookDelivery.webhook_id == webhook.id)
        .where(WebhookDelivery.state == DeliveryState.WAITING)
        .values(state=DeliveryState.DROPPED)
    )


def _sorted(events: Collection[str]) -> list[str]:
    return [each for each in ALL_EVENTS if each in events]
