"""Keeping the files of upstreams within their part of the disk."""

from datetime import timedelta

from celery.schedules import schedule

from warehouse.http import Request
from warehouse.tasks import task
from warehouse.upstreams.services import UpstreamService


@task(every=schedule(timedelta(minutes=15)))
def evict_upstream_files(request: Request) -> None:
    """Delete what was not asked for longest, if the files of upstreams are too many."""
    most = request.settings.upstreams.most_bytes
    gone = request.service(UpstreamService).evict(most)
    if gone:
        request.log.info("upstream_files_evicted", count=gone)
