"""Verifying attestations again, once other keys are trusted."""

from celery.schedules import crontab

from warehouse.attestations.services import ReverificationService
from warehouse.http import Request
from warehouse.tasks import task

_BATCH = 20
_AT_ONCE = 400


@task(every=crontab(minute="*/10"))
def verify_attestations_again(request: Request, at_once: int = _AT_ONCE) -> None:
    """Verify what was verified by another trust root, and have the rest done after it."""
    service, done = request.service(ReverificationService), 0
    while done < at_once and (count := service.step(_BATCH)):
        done += count
        request.transaction.commit()
    if done:
        request.log.info("attestations_verified_again", files=done)
    if done >= at_once:
        request.enqueue(verify_attestations_again, at_once)
