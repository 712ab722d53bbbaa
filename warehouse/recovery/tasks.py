"""Background work of requests for lost accounts."""

from uuid import UUID

from celery.schedules import crontab

from warehouse.http import Request
from warehouse.http.offline import move_to
from warehouse.recovery.services import ClosingService, RecoveryService
from warehouse.security import Actor
from warehouse.tasks import task


@task()
def tell_account(
    request: Request, key: str, origin: str, asked: dict[str, str | None]
) -> None:
    """Tell all addresses of an account, if there is one, that somebody asks for it.

    `origin` is the scheme and host that were asked, `asked` their address and client.
    """
    move_to(request, origin)
    actor = Actor(address=asked["address"], client=asked["client"])
    request.service(RecoveryService).tell_account(UUID(key), actor=actor)


@task(every=crontab(hour=3, minute=40))
def sweep_recoveries(request: Request) -> None:
    """Delete the requests whose contact address nobody proved in a week."""
    gone = request.service(ClosingService).sweep()
    if gone:
        request.log.info("recoveries_swept", count=gone)
