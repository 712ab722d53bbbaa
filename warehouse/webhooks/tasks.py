"""Tasks that call webhooks: after each commit, and for what was left over."""

import time
from datetime import timedelta
from uuid import UUID

from celery.schedules import crontab, schedule

from warehouse.http import Request
from warehouse.tasks import task
from warehouse.webhooks import queries
from warehouse.webhooks.delivery import WebhookDelivering
from warehouse.webhooks.services import WebhookService

_SECONDS = 10
_SWEPT = 20


@task()
def call_webhook(request: Request, key: str, seconds: float = _SECONDS) -> None:
    """Send what waits for one webhook; each delivery is durable before the next begins.

    After a while it is another one's turn, which may have found too many called at once,
    and which is the same one if no other waits.
    """
    delivering, ends = request.service(WebhookDelivering), time.monotonic() + seconds
    taken = delivering.deliver(UUID(key))
    if taken is None:
        return
    while taken and time.monotonic() < ends:
        request.transaction.commit()
        taken = delivering.deliver(UUID(key))
    request.transaction.commit()
    for due in queries.due_webhooks(request.db, limit=1):
        request.enqueue(call_webhook, str(due))


@task(every=schedule(timedelta(seconds=15)))
def sweep_webhooks(request: Request) -> None:
    """Have some of what is due sent: put off, or left by a worker that was killed.

    Each of them wakes the next, so more would only make the queue longer.
    """
    for key in queries.due_webhooks(request.db, limit=_SWEPT):
        request.enqueue(call_webhook, str(key))


@task(every=crontab(minute=40, hour=3))
def forget_webhooks(request: Request) -> None:
    """Delete old deliveries, and webhooks of projects that are gone."""
    gone = request.service(WebhookService).forget()
    if gone:
        request.log.info("webhooks_forgotten", count=gone)
