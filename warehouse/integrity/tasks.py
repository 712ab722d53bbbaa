"""Checking the storage step by step, and on schedule."""

from datetime import UTC, datetime
from uuid import UUID

from celery.schedules import crontab

from warehouse.http import Request
from warehouse.integrity.errors import CheckRunning
from warehouse.integrity.queries import newest_check
from warehouse.integrity.services import IntegrityService
from warehouse.storage import StorageUnavailable
from warehouse.tasks import task


@task(retry_on=(StorageUnavailable,))
def run_storage_check(request: Request, key: str) -> None:
    """Do the next step of a check, and have the rest done after it."""
    if request.service(IntegrityService).step(UUID(key)):
        request.enqueue(run_storage_check, key)


@task(every=crontab(minute=15, hour=5))
def check_storage(request: Request) -> None:
    """Start a check if the last one is older than wanted, and forget old ones."""
    service = request.service(IntegrityService)
    if forgotten := service.forget():
        request.log.info("storage_checks_forgotten", count=forgotten)
    every = request.settings.storage.check_every
    last = newest_check(request.db)
    if not every or (last is not None and last.created + every > datetime.now(UTC)):
        return
    try:
        check = service.start(reads_bytes=False)
    except CheckRunning:
        return
    request.enqueue(run_storage_check, str(check.id))
