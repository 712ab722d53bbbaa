"""Background work of searching."""

from datetime import timedelta

from celery.schedules import crontab, schedule

from warehouse.http import Request
from warehouse.purges import purge
from warehouse.search.caching import CLASSIFIER_COUNTS, SEARCH
from warehouse.search.services import BATCH, DocumentService
from warehouse.tasks import task

_AT_ONCE = 20_000


@task(every=schedule(timedelta(minutes=1)))
def sweep_search(request: Request) -> None:
    """Write the documents that a change of the tables themselves has left behind."""
    if request.service(DocumentService).is_empty():
        request.enqueue(sweep_search_everywhere)
    else:
        _catch_up(request, everywhere=False)


@task(every=crontab(minute=10))
def sweep_search_everywhere(request: Request, at_once: int = _AT_ONCE) -> None:
    """Rewrite the outdated documents of all projects, or write all of a new index."""
    if _catch_up(request, everywhere=True, at_once=at_once):
        request.enqueue(sweep_search_everywhere, at_once)


@task(every=crontab(minute=0, hour=6))
def rank_search(request: Request) -> None:
    """Count dependents and facets anew, and mark the projects that are prominent."""
    for _ in request.service(DocumentService).rank():
        purge(request.db, SEARCH, CLASSIFIER_COUNTS)
        request.transaction.commit()


def _catch_up(request: Request, *, everywhere: bool, at_once: int = _AT_ONCE) -> bool:
    """Write what is stale; answers whether there may be more of it."""
    service = request.service(DocumentService)
    stale = service.stale(limit=at_once, everywhere=everywhere)
    for start in range(0, len(stale), BATCH):
        service.index(stale[start : start + BATCH])
        purge(request.db, SEARCH)
        request.transaction.commit()
    if stale:
        request.log.info("search_caught_up", documents=len(stale))
    return len(stale) == at_once
