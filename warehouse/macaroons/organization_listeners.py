"""What is done and told about the API tokens of organizations."""

from warehouse.accounts.mailing import write_to
from warehouse.accounts.models import User
from warehouse.http import Request
from warehouse.macaroons.emails import TokenCompromisedLeak, TokensLastTooLong
from warehouse.macaroons.organization_signals import (
    OrganizationTokenLeaked,
    OrganizationTokenRevokedByStaff,
    OrganizationTokenSignal,
)
from warehouse.macaroons.queries import tokens_lasting_too_long
from warehouse.macaroons.services import OrganizationTokenService
from warehouse.organizations.queries import owners_of
from warehouse.organizations.rule_signals import TokenLifeChanged
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


@on(TokenLifeChanged)
def tell_of_life(signal: TokenLifeChanged, request: Request) -> None:
    """Write to people whose tokens an organization takes no more, if there are any."""
    group = signal.organization
    found = tokens_lasting_too_long(request.db, group)
    named: dict[User, list[str]] = {}
    for each in found:
        if each.user is not None:
            named.setdefault(each.user, []).append(each.description)
    link = request.route_url("manage.account.token")
    for user, names in named.items():
        mail = TokensLastTooLong(
            username=user.username,
            organization=group.name,
            days=group.longest_token_days or 0,
            tokens=tuple(names),
            link=link,
        )
        write_to(request, user, mail)


def _tell(signal: OrganizationTokenSignal, request: Request, **said: str) -> None:
    name = signal.organization.normalized_name
    link = request.route_url("manage.organization.tokens", name=name)
    for user in owners_of(request.db, signal.organization.id):
        mail = TokenCompromisedLeak(
            username=user.username, token=signal.macaroon.description, link=link, **said
        )
        write_to(request, user, mail, even_unverified=True)
