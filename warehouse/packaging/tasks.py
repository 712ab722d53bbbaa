"""Background work of packaging."""

from celery.schedules import crontab

from warehouse.http import Request
from warehouse.packaging.services.sweeping import Sweeper
from warehouse.storage import Storage
from warehouse.tasks import task


@task(every=crontab(minute=40, hour=3))
def sweep_orphans(request: Request) -> None:
    """Delete blobs that no row names, and files that were never wholly received."""
    sweeper = Sweeper(request.db, request.service(Storage))
    blobs = sweeper.sweep_blobs(request.settings.storage.retention)
    spools = sweeper.sweep_scratch()
    request.log.info("orphans_swept", blobs=blobs, spools=spools)
