"""Background work of pending publishers."""

from uuid import UUID

from celery.schedules import crontab

from warehouse.http import Request
from warehouse.oidc.services.pending import PendingUpkeepService
from warehouse.packaging.models import Project
from warehouse.tasks import task


@task(every=crontab(minute=0, hour=2))
def expire_pending(request: Request) -> None:
    """Remove the pending publishers that were not used in time."""
    request.service(PendingUpkeepService).expire()


@task(every=crontab(minute=0, hour=3))
def warn_of_pending(request: Request) -> None:
    """Write to people whose pending publishers are removed soon."""
    request.service(PendingUpkeepService).warn()


@task()
def invalidate_pending(request: Request, project_id: str) -> None:
    """Remove the pending publishers of a name that a project has by now."""
    project = request.db.get(Project, UUID(project_id))
    if project is not None:
        request.service(PendingUpkeepService).invalidate(project)
