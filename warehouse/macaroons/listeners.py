"""What is done when a token was used, leaked, or is about to end."""

from typing import Any

from warehouse.accounts.mailing import write_to
from warehouse.http import Request
from warehouse.macaroons.emails import (
    TokenCompromisedLeak,
    TokenEnding,
    TokenUsedFromNewNetwork,
)
from warehouse.macaroons.policy import TokenIdentity
from warehouse.macaroons.services import TokenUseService
from warehouse.macaroons.signals import TokenEndsSoon, TokenLeaked, TokenUsedElsewhere
from warehouse.packaging.signals import FileUploaded
from warehouse.signals import on


@on(FileUploaded)
def note_upload(signal: FileUploaded, request: Request) -> None:
    """Store with which token a file was uploaded."""
    identity: Any = request.identity
    if isinstance(identity, TokenIdentity):
        request.service(TokenUseService).note_upload(identity.macaroon, signal.file)


@on(TokenEndsSoon)
def tell_of_end(signal: TokenEndsSoon, request: Request) -> None:
    """Write to the owner of a token that is about to end."""
    macaroon = signal.macaroon
    assert macaroon.expires is not None
    mail = TokenEnding(
        username=macaroon.user.username,
        token=macaroon.description,
        days=signal.days,
        ends=macaroon.expires,
        link=_link(request, "manage.account.token.new"),
    )
    write_to(request, macaroon.user, mail)


@on(TokenUsedElsewhere)
def tell_of_network(signal: TokenUsedElsewhere, request: Request) -> None:
    """Write to the owner of a token that was used from a network for the first time."""
    macaroon = signal.macaroon
    mail = TokenUsedFromNewNetwork(
        username=macaroon.user.username,
        token=macaroon.description,
        network=signal.network,
        client=signal.client or "",
        at=signal.at,
        link=request.route_url("manage.account.token.one", id=macaroon.id),
    )
    write_to(request, macaroon.user, mail)


@on(TokenLeaked)
def tell_of_leak(signal: TokenLeaked, request: Request) -> None:
    """Write to the owner of a token that was found in public, whatever their address."""
    macaroon = signal.macaroon
    mail = TokenCompromisedLeak(
        username=macaroon.user.username,
        token=macaroon.description,
        where=signal.url,
        origin=signal.origin,
        link=request.route_url("manage.account.token"),
    )
    write_to(request, macaroon.user, mail, even_unverified=True)


def _link(request: Request, route: str) -> str:
    """Return a link in a message that no request caused; none without a domain."""
    site = request.settings.site
    if site.domain is None:
        return ""
    scheme = "https" if site.https == "require" else "http"
    return f"{scheme}://{site.domain}{request.route_path(route)}"
