"""Forgetting what can no longer be restored."""

from celery.schedules import crontab

from warehouse.deletions.services import DeletionService
from warehouse.http import Request
from warehouse.tasks import task


@task(every=crontab(minute=30, hour=3))
def forget_deletions(request: Request) -> None:
    """Delete the rows of deletions whose time is over."""
    gone = request.service(DeletionService).forget()
    if gone:
        request.log.info("deletions_forgotten", count=gone)
