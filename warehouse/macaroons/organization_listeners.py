"""What is done and told about the API tokens of organizations."""

from warehouse.accounts.mailing import write_to
from warehouse.http import Request
from warehouse.macaroons.emails import TokenCompromisedLeak
from warehouse.macaroons.organization_signals import (
    OrganizationTokenLeaked,
    OrganizationTokenRevokedByStaff,
    OrganizationTokenSignal,
)
from warehouse.macaroons.services import OrganizationTokenService
from warehouse.organizations.queries import owners_of
from warehouse.organizations.signals import OrganizationLeft
from warehouse.signals import on


@on(OrganizationLeft)
def end_tokens(signal: OrganizationLeft, request: Request) -> None:
    """Revoke the tokens that somebody made, and that were to end when they leave."""
    service = request.service(OrganizationTokenService)
    service.end_of(signal.user, signal.organization, actor=signal.actor)


@on(OrganizationTokenLeaked)
def tell_of_leak(signal: OrganizationTokenLeaked, request: Request) -> None:
    """Write to the owners that a token was found in public."""
    _tell(signal, request, where=signal.url, origin=signal.origin)


@on(OrganizationTokenRevokedByStaff)
def tell_of_revocation(signal: OrganizationTokenRevokedByStaff, request: Request) -> None:
    """Write to the owners that staff revoked a token, if they are to be told."""
    if signal.is_told:
        _tell(signal, request, reason=signal.reason)


def _tell(signal: OrganizationTokenSignal, request: Request, **said: str) -> None:
    name = signal.organization.normalized_name
    link = request.route_url("manage.organization.tokens", name=name)
    for user in owners_of(request.db, signal.organization.id):
        mail = TokenCompromisedLeak(
            username=user.username, token=signal.macaroon.description, link=link, **said
        )
        write_to(request, user, mail, even_unverified=True)
