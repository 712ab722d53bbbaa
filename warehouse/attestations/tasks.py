"""Refreshing the trust root, and verifying again what other keys were trusted for."""

from celery.schedules import crontab

from warehouse.attestations.services import ReverificationService, TrustRootService
from warehouse.http import Request
from warehouse.tasks import task

_BATCH = 20
_AT_ONCE = 400


@task(every=crontab(minute=35, hour="*/6"))
def refresh_trust_root(request: Request) -> None:
    """Fetch the public trust root, where that is wanted; keep the last one if it fails."""
    stored = request.service(TrustRootService).refresh()
    if stored is not None and stored.problem:
        request.log.warning("trust_root_not_refreshed", problem=stored.problem)


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
