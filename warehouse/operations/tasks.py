"""Counting for charts, forgetting old runs, and writing mail to many."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import redis
from celery.schedules import crontab, schedule

from warehouse.http import Request
from warehouse.operations.figures import FigureService
from warehouse.operations.jobs import JobService
from warehouse.operations.mailings import MailingService
from warehouse.tasks import task


@task(every=schedule(timedelta(minutes=5)))
def count_days(request: Request) -> None:
    """Count what happened on the last days, and measure how large everything is."""
    today = datetime.now(UTC).date()
    figures = request.service(FigureService)
    figures.count_days(today)
    figures.measure(today, valkey_bytes=_valkey_bytes(request))


@task(every=crontab(minute=20, hour=3))
def forget_runs(request: Request) -> None:
    """Delete what nobody asks for any more: runs of tasks that ended long ago."""
    gone = request.service(JobService).forget(datetime.now(UTC))
    request.log.info("runs_forgotten", count=gone)


def _valkey_bytes(request: Request) -> int | None:
    try:
        about = request.registry[redis.Redis].info("memory")
    except redis.RedisError as error:
        request.log.warning("valkey_not_measured", problem=str(error))
        return None
    return int(about["used_memory"])


@task()
def write_mailing(request: Request, key: str) -> None:
    """Write the next messages of a mailing, and have the others written."""
    if request.service(MailingService).write_some(UUID(key)):
        request.enqueue(write_mailing, key)
