"""What a worker does about organizations."""

from celery.schedules import crontab

from warehouse.http import Request
from warehouse.organizations.services import ApplicationService, InvitationService
from warehouse.tasks import task


@task(every=crontab(minute=50, hour=3))
def sweep_applications(request: Request) -> None:
    """Delete applications for organizations that were declined a month ago."""
    gone = request.service(ApplicationService).sweep()
    if gone:
        request.log.info("applications_swept", count=gone)


@task(every=crontab(minute="*/5"))
def expire_organization_invitations(request: Request) -> None:
    """Mark the invitations to organizations that nobody answered in time."""
    late = request.service(InvitationService).expire()
    if late:
        request.log.info("organization_invitations_expired", count=late)
