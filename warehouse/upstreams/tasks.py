"""Keeping files of upstreams within their part of the disk, and reading their lists."""

from datetime import timedelta

from celery.schedules import schedule

from warehouse.http import Request
from warehouse.tasks import task
from warehouse.upstreams.errors import UpstreamUnavailable
from warehouse.upstreams.name_lists import UpstreamNames
from warehouse.upstreams.services import UpstreamService


@task(every=schedule(timedelta(minutes=15)))
def evict_upstream_files(request: Request) -> None:
    """Delete what was not asked for longest, if the files of upstreams are too many.

    What was said of names that nobody has is forgotten as well.
    """
    service = request.service(UpstreamService)
    most = request.settings.upstreams.most_bytes
    gone = service.evict(most)
    if gone:
        request.log.info("upstream_files_evicted", count=gone)
    service.forget_absent()


@task(every=schedule(timedelta(hours=1)))
def read_upstream_names(request: Request) -> None:
    """Read the lists of names that a search finds, each of them once a day.

    One that cannot be read is tried again in an hour, and is what it was until then.
    """
    names = request.service(UpstreamNames)
    names.forget_others()
    for each in names.due():
        try:
            count = names.refresh(each)
        except UpstreamUnavailable as error:
            request.log.warning("upstream_names_unread", upstream=each, why=error.reason)
        else:
            request.log.info("upstream_names_read", upstream=each, count=count)
