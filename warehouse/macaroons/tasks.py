"""Background work of API tokens."""

from datetime import datetime, timedelta
from uuid import UUID

from celery.schedules import schedule

from warehouse.http import Request
from warehouse.macaroons import queries
from warehouse.macaroons.services import TokenUseService
from warehouse.tasks import task


@task()
def note_network(
    request: Request, key: str, network: str, client: str | None, at: str
) -> None:
    """Store from which network a token was used, and tell its owner if it is a new one."""
    macaroon = queries.macaroon_by_id(request.db, UUID(key))
    if macaroon is None:
        return
    request.service(TokenUseService).note_network(
        macaroon, network, client=client, at=datetime.fromisoformat(at)
    )


@task(every=schedule(timedelta(hours=1)))
def warn_of_ends(request: Request) -> None:
    """Tell owners of the tokens that are about to end."""
    request.service(TokenUseService).warn()
