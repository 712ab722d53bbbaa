"""Background work of the upload API."""

from datetime import timedelta

from celery.schedules import schedule

from warehouse.forklift import stored, stored_wheels
from warehouse.http import Request
from warehouse.tasks import task

_AT_ONCE = 200
_WHEELS_AT_ONCE = 50


@task(every=schedule(timedelta(minutes=5)))
def read_stored_metadata(request: Request) -> None:
    """Read the stored metadata of older files, until none is left."""
    count = stored.restate(request, at_most=_AT_ONCE)
    if count:
        request.log.info("stored_metadata_read", count=count)
    if count == _AT_ONCE:
        request.enqueue(read_stored_metadata)


@task(every=schedule(timedelta(minutes=5)))
def look_into_stored_wheels(request: Request) -> None:
    """Note what older wheels bring along, a few at a time, until none is left."""
    count = stored_wheels.look_into(request, at_most=_WHEELS_AT_ONCE)
    if count:
        request.log.info("stored_wheels_looked_into", count=count)
    if count == _WHEELS_AT_ONCE:
        request.enqueue(look_into_stored_wheels)
