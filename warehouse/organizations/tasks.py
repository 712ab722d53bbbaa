"""What a worker does about organizations."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from celery.schedules import crontab

from warehouse.http import Request
from warehouse.organizations.domain_queries import domains_to_check, verified_domain
from warehouse.organizations.services import (
    ApplicationService,
    DomainService,
    InvitationService,
)
from warehouse.tasks import task

_CHECKED_EVERY = timedelta(hours=20)
_AT_ONCE = 100


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


@task(every=crontab(minute=20))
def verify_domains(request: Request) -> None:
    """Have the proofs looked for that nobody looked for today."""
    before = datetime.now(UTC) - _CHECKED_EVERY
    for key in domains_to_check(request.db, before, limit=_AT_ONCE):
        request.enqueue(verify_domain, str(key))


@task()
def verify_domain(request: Request, key: str) -> None:
    """Look for the proof of one verified domain."""
    domain = verified_domain(request.db, UUID(key))
    if domain is not None:
        request.service(DomainService).verify_again(domain)
