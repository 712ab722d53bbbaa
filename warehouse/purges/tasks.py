"""The nightly task of the log of purges."""

from celery.schedules import crontab

from warehouse.http import Request
from warehouse.purges.queries import trim
from warehouse.tasks import task


@task(every=crontab(minute=20, hour=4))
def trim_purges(request: Request) -> None:
    """Delete purges that are older than two days, unless a CDN is still to hear of them."""
    has_cdn = request.settings.cdn.backend != "none"
    request.log.info("purges_trimmed", count=trim(request.db, keep_untold=has_cdn))
