"""What is done and told about the API tokens of organizations."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from warehouse.accounts.mailing import write_to
from warehouse.accounts.models import User
from warehouse.http import Request
from warehouse.macaroons.emails import (
    TokenCompromisedLeak,
    TokensLastTooLong,
    TokensRefused,
)
from warehouse.macaroons.models import Macaroon
from warehouse.macaroons.organization_signals import (
    OrganizationTokenLeaked,
    OrganizationTokenRevokedByStaff,
    OrganizationTokenSignal,
)
from warehouse.macaroons.queries import people_tokens_for, tokens_lasting_too_long
from warehouse.macaroons.services import OrganizationTokenService
from warehouse.organizations.queries import owners_of
from warehouse.organizations.rule_signals import PublishersNeeded, TokenLifeChanged
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
    days = group.longest_token_days or 0
    for user, names in _by_owner(tokens_lasting_too_long(request.db, group)):
        link = request.route_url("manage.account.token")
        mail = TokensLastTooLong(user.username, group.name, days, names, link)
        write_to(request, user, mail)


@on(PublishersNeeded)
def tell_of_publishers(signal: PublishersNeeded, request: Request) -> None:
    """Write to people with whose tokens nobody publishes any more."""
    group = signal.organization
    for user, names in _by_owner(people_tokens_for(request.db, group)):
        write_to(request, user, TokensRefused(user.username, group.name, names))


def _by_owner(tokens: Iterable[Macaroon]) -> Iterator[tuple[User, tuple[str, ...]]]:
    """Yield each person with the descriptions of their tokens, which are in their order."""
    own = (each for each in tokens if each.user is not None)
    for user, theirs in groupby(own, key=lambda each: each.owner):
        yield user, tuple(each.description for each in theirs)


def _tell(signal: OrganizationTokenSignal, request: Request, **said: str) -> None:
    name = signal.organization.normalized_name
    link = request.route_url("manage.organization.tokens", name=name)
    for user in owners_of(request.db, signal.organization.id):
        mail = TokenCompromisedLeak(
            username=user.username, token=signal.macaroon.description, link=link, **said
        )
        write_to(request, user, mail, even_unverified=True)
