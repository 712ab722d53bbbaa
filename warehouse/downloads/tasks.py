"""Adding up old days of downloads."""

from datetime import UTC, datetime

from celery.schedules import crontab

from warehouse.downloads.services import DownloadService
from warehouse.http import Request
from warehouse.tasks import task


@task(every=crontab(minute=10, hour=4))
def condense_downloads(request: Request) -> None:
    """Add days that are older than 180 to their months, and forget what is gone."""
    service, now = request.service(DownloadService), datetime.now(UTC)
    service.forget(now)
    days = service.condense(now.date())
    if days:
        request.log.info("downloads_condensed", days=days)
