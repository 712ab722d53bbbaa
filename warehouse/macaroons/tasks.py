"""Background work of API tokens."""

from datetime import datetime, timedelta
from uuid import UUID

from celery.schedules import crontab, schedule

from warehouse.http import Request
from warehouse.http.offline import move_to
from warehouse.macaroons import queries
from warehouse.macaroons.services import TokenService, TokenUseService
from warehouse.tasks import task


@task()
def note_network(
    request: Request, key: str, network: str, use: dict[str, str | None]
) -> None:
    """Store from which network a token was used, and tell its owner if it is a new one.

    `use` has the `origin` (scheme and host) that was asked, `client` and time, `at`.
    """
    move_to(request, use["origin"] or "")
    macaroon = queries.macaroon_by_id(request.db, UUID(key))
    if macaroon is None:
        return
    request.service(TokenUseService).note_network(
        macaroon, network, client=use["client"], at=datetime.fromisoformat(use["at"] or "")
    )


@task(every=crontab(minute=0, hour=6))
def forget_short_lived_tokens(request: Request) -> None:
    """Delete the tokens of trusted publishers that ended a day ago or earlier."""
    gone = request.service(TokenService).forget_short_lived()
    if gone:
        request.log.info("short_lived_tokens_forgotten", count=gone)


@task(every=schedule(timedelta(hours=1)))
def warn_of_ends(request: Request) -> None:
    """Tell owners of the tokens that are about to end."""
    request.service(TokenUseService).warn()
