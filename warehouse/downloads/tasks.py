"""Adding up old days of downloads, and ranking projects by the newer ones."""

from datetime import UTC, datetime

from celery.schedules import crontab

from warehouse.downloads.popularity import POPULAR, PopularityService
from warehouse.downloads.services import DownloadService
from warehouse.http import Request
from warehouse.purges import purge
from warehouse.tasks import task


@task(every=crontab(minute=10, hour=4))
def condense_downloads(request: Request) -> None:
    """Add days that are older than 180 to their months, and forget what is gone."""
    service, now = request.service(DownloadService), datetime.now(UTC)
    service.forget(now)
    days = service.condense(now.date())
    if days:
        request.log.info("downloads_condensed", days=days)


@task(every=crontab(minute=25))
def rank_popular(request: Request) -> None:
    """List the projects that are popular, and those that are becoming so."""
    if request.service(PopularityService).rank(datetime.now(UTC).date()):
        purge(request.db, POPULAR)
