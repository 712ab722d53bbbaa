"""Telling those who follow projects: in steps, once a day, and forgetting what is old."""

from datetime import UTC, datetime
from functools import partial
from uuid import UUID

from celery.schedules import crontab

from warehouse.http import Request
from warehouse.notifications.mailing import write_digest, write_news
from warehouse.notifications.services import (
    BreakageService,
    DigestService,
    NewsService,
    SubscriptionService,
)
from warehouse.notifications.services.apart import apart
from warehouse.notifications.services.digests import AT_ONCE
from warehouse.tasks import task


@task()
def spread_news(request: Request, key: str) -> None:
    """Tell the next who follow a project, and have the others told."""
    service = request.service(NewsService)
    if service.spread_some(UUID(key), partial(write_news, request)):
        request.enqueue(spread_news, key)


@task()
def note_breakage(request: Request, name: str, lost: list[str], is_yank: bool) -> None:
    """Note which followed projects the loss of releases of another one has broken."""
    request.service(BreakageService).note(name, lost, is_yank=is_yank)


@task(every=crontab(minute=0))
def write_digests(
    request: Request, after: str | None = None, at_once: int = AT_ONCE
) -> None:
    """Write the digests that are due, some at once, and have the others written.

    One that cannot be written waits for the next hour, and keeps nobody's from them.
    """
    last = None if after is None else UUID(after)
    service, now = request.service(DigestService), datetime.now(UTC)
    due = service.due(now, after=last, limit=at_once)
    for user in due:
        with apart(request.db, "digest_not_written", user_id=str(user.id)):
            write_digest(request, user)
    if len(due) == at_once:
        request.enqueue(write_digests, str(due[-1].id), at_once)


@task(every=crontab(minute=40, hour=3))
def forget_news(request: Request) -> None:
    """Delete news that are old, and subscriptions to what is gone for good."""
    news = request.service(NewsService).forget()
    gone = request.service(SubscriptionService).forget_gone()
    request.log.info("news_forgotten", news=news, subscriptions=gone)
