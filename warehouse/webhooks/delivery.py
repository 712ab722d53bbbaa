"""Sending what waits: in its order, each until it was taken, with growing pauses."""

import re
import time
from datetime import UTC, datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy.orm import Session

from warehouse import __version__
from warehouse.db.locks import try_lock_name
from warehouse.outbound import (
    Answer,
    OutboundClient,
    TargetRefused,
    TargetRules,
    Unanswered,
)
from warehouse.security import SYSTEM
from warehouse.security.webhooks import signed
from warehouse.signals import Announce
from warehouse.webhooks import queries
from warehouse.webhooks.models import (
    DeliveryState,
    Webhook,
    WebhookAttempt,
    WebhookDelivery,
    WebhookState,
)
from warehouse.webhooks.services import drop_waiting
from warehouse.webhooks.signals import WebhookFailed, about

log = structlog.get_logger(__name__)

_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=5), timedelta(hours=4)
_GIVEN_UP_AFTER = timedelta(days=3)
_GONE = 410
_MOST_HEAD, _MOST, _MOST_RESULT = 4000, 8000, 300
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class WebhookDelivering:
    """Sends deliveries, and writes down what was answered.

    A webhook is locked while it is called, so its deliveries are sent one after the other.
    A worker that is killed meanwhile gives the lock back, and the delivery is sent again.
    """

    def __init__(
        self,
        db: Session,
        announce: Announce,
        *,
        client: OutboundClient,
        rules: TargetRules,
        at_once: int,
    ) -> None:
        self._db, self._announce = db, announce
        self._client, self._rules, self._at_once = client, rules, at_once

    def deliver(self, key: UUID) -> bool | None:
        """Send what a webhook waits for longest, and return whether it was taken.

        None is returned if nothing is sent: nothing is due, or too many others are called.
        """
        if not try_lock_name(self._db, f"webhook/{key}"):
            return None
        webhook = self._db.get(Webhook, key, populate_existing=True)
        if webhook is None or not webhook.is_due(datetime.now(UTC)):
            return None
        delivery = queries.next_delivery(self._db, webhook)
        if delivery is None or not self._may_begin():
            return None
        return self._sent(webhook, delivery)

    def _may_begin(self) -> bool:
        """Take one of the places of those that are called at once, until the commit."""
        places = range(self._at_once)
        return any(try_lock_name(self._db, f"webhook call {each}") for each in places)

    def _sent(self, webhook: Webhook, delivery: WebhookDelivery) -> bool:
        attempt = self._attempt(webhook, delivery)
        self._db.add(attempt)
        is_taken = attempt.status is not None and 200 <= attempt.status < 300
        webhook.last_tried = datetime.now(UTC)
        webhook.last_result = attempt.answer.partition("\n")[0][:_MOST_RESULT]
        if is_taken:
            delivery.state = DeliveryState.DELIVERED
            webhook.failures, webhook.failing_since, webhook.next_try = 0, None, None
        else:
            self._put_off(webhook, attempt)
        return is_taken

    def _attempt(self, webhook: Webhook, delivery: WebhookDelivery) -> WebhookAttempt:
        body, begun = delivery.body.encode(), time.time()
        headers = {
            "Content-Type": "application/json",
            "User-Agent": f"warehouse/{__version__} (webhooks)",
            **signed(
                delivery.message_id,
                body,
                webhook.secrets(datetime.now(UTC)),
                now=int(begun),
            ),
        }
        status, said = self._send(webhook, headers, body)
        said = _storable(said)
        return WebhookAttempt(
            position=delivery.position,
            request=_lines(f"POST {webhook.url}", tuple(headers.items())),
            status=status,
            answer=said,
            milliseconds=int((time.time() - begun) * 1000),
        )

    def _send(
        self, webhook: Webhook, headers: dict[str, str], body: bytes
    ) -> tuple[int | None, str]:
        """Return the status and the beginning of the answer, or why there is none."""
        try:
            answer = self._client.post(self._rules.check(webhook.url), headers, body)
        except TargetRefused as error:
            return None, str(error.message)
        except Unanswered as error:
            return None, str(error)
        return answer.status, _shown(answer)

    def _put_off(self, webhook: Webhook, attempt: WebhookAttempt) -> None:
        now = datetime.now(UTC)
        webhook.failures += 1
        webhook.failing_since = webhook.failing_since or now
        is_hopeless = now - webhook.failing_since >= _GIVEN_UP_AFTER
        if attempt.status == _GONE or is_hopeless:
            self._switch_off(webhook)
            return
        doublings = min(webhook.failures - 1, 20)
        webhook.next_try = now + min(_FIRST_PAUSE * 3**doublings, _LONGEST_PAUSE)
        log.info("webhook_put_off", webhook=str(webhook.id), said=webhook.last_result)

    def _switch_off(self, webhook: Webhook) -> None:
        webhook.state = WebhookState.FAILED
        self._db.flush()
        drop_waiting(self._db, webhook)
        log.warning("webhook_failed", webhook=str(webhook.id), said=webhook.last_result)
        signal = about(WebhookFailed, webhook, SYSTEM)
        if signal is not None:
            self._announce(signal)


def _shown(answer: Answer) -> str:
    head = _lines(f"{answer.status} {answer.reason}", answer.headers)
    body = answer.body.decode("utf-8", "replace")
    return f"{head[:_MOST_HEAD]}\n\n{body}".rstrip()


def _storable(text: str) -> str:
    """Return what a stranger said without what no text column takes, and not too long."""
    known = text.replace("\r\n", "\n").encode("utf-8", "replace").decode()
    return _CONTROL.sub("\ufffd", known)[:_MOST]


def _lines(first: str, headers: tuple[tuple[str, str], ...]) -> str:
    return "\n".join([first, *(f"{name}: {value}" for name, value in headers)])
