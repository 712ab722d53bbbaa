"""Background work of the upload API."""

from datetime import timedelta

from celery.schedules import schedule

from warehouse.forklift import stored
from warehouse.http import Request
from warehouse.tasks import task

_AT_ONCE = 200


@task(every=schedule(timedelta(minutes=5)))
def read_stored_metadata(request: Request) -> None:
    """Read the stored metadata of older files, until none is left."""
    count = stored.restate(request, at_most=_AT_ONCE)
    if count:
        request.log.info("stored_metadata_read", count=count)
    if count == _AT_ONCE:
        request.enqueue(read_stored_metadata)
