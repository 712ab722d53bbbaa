"""Background work of packaging."""

from datetime import timedelta

from celery.schedules import crontab, schedule

from warehouse.http import Request
from warehouse.packaging.services import CollaborationService, RequirementService
from warehouse.packaging.services.counting import CountingService
from warehouse.packaging.services.sweeping import Sweeper
from warehouse.packaging.services.upkeep import UpkeepService
from warehouse.storage import Storage
from warehouse.tasks import task

_OFTEN = schedule(timedelta(minutes=5))
_DESCRIPTIONS_AT_ONCE = 100
_DEPENDENTS_AT_ONCE = 5_000


@task(every=_OFTEN)
def count_rows(request: Request) -> None:
    """Count what the front page and the statistics show."""
    counting = CountingService(request.db)
    counting.count_rows()
    counting.count_months()


@task(every=_OFTEN)
def expire_invitations(request: Request) -> None:
    """Mark invitations to projects that nobody answered in time."""
    expired = request.service(CollaborationService).expire()
    if expired:
        request.log.info("invitations_expired", count=expired)


@task(every=_OFTEN)
def render_descriptions(request: Request, at_once: int = _DESCRIPTIONS_AT_ONCE) -> None:
    """Render descriptions that today's renderer has not seen, until there are no more."""
    rendered = UpkeepService(request.db).render_descriptions(at_most=at_once)
    if rendered:
        request.log.info("descriptions_rendered", count=rendered)
    if rendered == at_once:
        request.enqueue(render_descriptions, at_once)


@task(every=crontab(minute=10, hour=4))
def weigh_dependents(request: Request, at_once: int = _DEPENDENTS_AT_ONCE) -> None:
    """Note how many require each dependent, which the order of dependents follows."""
    changed = request.service(RequirementService).weigh(at_most=at_once)
    if changed:
        request.log.info("dependents_weighed", count=changed)
    if changed == at_once:
        request.enqueue(weigh_dependents, at_once)


@task(every=crontab(minute=40, hour=3))
def sweep_orphans(request: Request) -> None:
    """Delete blobs that no row names, and files that were never wholly received."""
    sweeper = Sweeper(request.db, request.service(Storage))
    blobs = sweeper.sweep_blobs(request.settings.storage.retention)
    spools = sweeper.sweep_scratch()
    request.log.info("orphans_swept", blobs=blobs, spools=spools)
