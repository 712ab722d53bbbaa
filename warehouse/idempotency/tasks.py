"""Forgetting answers that are not given any more."""

from celery.schedules import crontab

from warehouse.http import Request
from warehouse.idempotency.services import IdempotencyService
from warehouse.tasks import task


@task(every=crontab(minute=50, hour=3))
def forget_answers(request: Request) -> None:
    """Delete the answers that are older than a day."""
    gone = request.service(IdempotencyService).forget()
    if gone:
        request.log.info("answers_forgotten", count=gone)
