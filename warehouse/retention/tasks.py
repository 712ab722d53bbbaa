"""Applying all rules every night."""

from uuid import UUID

import structlog
from celery.schedules import crontab

from warehouse.http import Request
from warehouse.packaging.errors import DeletionsDisabled
from warehouse.retention.services import RetentionService
from warehouse.tasks import task

log = structlog.get_logger(__name__)


@task(every=crontab(minute=10, hour=3))
def apply_retention_rules(request: Request) -> None:
    """Ask for the rule of each project to be applied."""
    for key in request.service(RetentionService).projects():
        request.enqueue(apply_retention, str(key))


@task()
def apply_retention(request: Request, project_id: str) -> None:
    """Delete what is due of a project, and go on while there is more."""
    try:
        has_more = request.service(RetentionService).apply(UUID(project_id))
    except DeletionsDisabled:
        log.info("retention_put_off", project=project_id)
        return
    if has_more:
        request.enqueue(apply_retention, project_id)
