"""What is done when a token was used, leaked, or is about to end."""

from collections.abc import Sequence
from typing import Any

from warehouse.accounts.mailing import write_to
from warehouse.accounts.models import User
from warehouse.accounts.signals import AccountTakenBack
from warehouse.http import Request
from warehouse.http.offline import know_origin
from warehouse.macaroons.emails import (
    TokenBesidePublishers,
    TokenCompromisedLeak,
    TokenEnding,
    TokensRevoked,
    TokenTooWide,
    TokenUsedFromNewNetwork,
)
from warehouse.macaroons.policy import OrganizationIdentity, TokenIdentity
from warehouse.macaroons.services import TokenService, TokenUseService
from warehouse.macaroons.signals import (
    AllTokensRevoked,
    NarrowingAsked,
    TokenEndsSoon,
    TokenLeaked,
    TokenRevokedByStaff,
    TokenUsedBesidePublishers,
    TokenUsedElsewhere,
)
from warehouse.organizations.queries import owners_of
from warehouse.packaging.queries import people_told
from warehouse.packaging.signals import FileUploaded
from warehouse.signals import on


@on(AccountTakenBack)
def revoke_after_taking_back(signal: AccountTakenBack, request: Request) -> None:
    """Revoke all tokens of an account that somebody else had."""
    request.service(TokenService).revoke_all(signal.user, actor=signal.actor)


@on(AllTokensRevoked)
def tell_of_all_revoked(signal: AllTokensRevoked, request: Request) -> None:
    """Write to somebody whose tokens were all revoked, and name them."""
    mail = TokensRevoked(
        username=signal.user.username,
        tokens=signal.descriptions,
        link=request.route_url("manage.account.token"),
    )
    write_to(request, signal.user, mail)


@on(FileUploaded)
def note_upload(signal: FileUploaded, request: Request) -> None:
    """Store with which token a file was uploaded."""
    identity: Any = request.identity
    if isinstance(identity, TokenIdentity | OrganizationIdentity):
        request.service(TokenUseService).note_upload(identity.macaroon, signal.file)


@on(TokenUsedBesidePublishers)
def tell_of_token(signal: TokenUsedBesidePublishers, request: Request) -> None:
    """Write to everybody with a role that a token published where it need not."""
    project, macaroon = signal.project, signal.macaroon
    route = "manage.project.publishing"
    for user in people_told(request.db, project.id):
        mail = TokenBesidePublishers(
            username=user.username,
            project=project.name,
            token=macaroon.description,
            owner=macaroon.owner_name,
            link=request.route_url(route, name=project.normalized_name),
        )
        write_to(request, user, mail)


@on(TokenEndsSoon)
def tell_of_end(signal: TokenEndsSoon, request: Request) -> None:
    """Write to the owner of a token that is about to end."""
    macaroon = signal.macaroon
    assert macaroon.expires is not None
    has_links = know_origin(request, otherwise=macaroon.origin)
    organization = macaroon.organization
    if organization is None:
        people: Sequence[User] = [macaroon.owner]
        route, parts = "manage.account.token.new", {}
    else:
        people = owners_of(request.db, organization.id)
        route = "manage.organization.tokens.new"
        parts = {"name": organization.normalized_name}
    for user in people:
        mail = TokenEnding(
            username=user.username,
            token=macaroon.description,
            days=signal.days,
            ends=macaroon.expires,
            link=request.route_url(route, **parts) if has_links else "",
        )
        write_to(request, user, mail, has_links=has_links)


@on(TokenUsedElsewhere)
def tell_of_network(signal: TokenUsedElsewhere, request: Request) -> None:
    """Write to the owner of a token that was used from a network for the first time."""
    macaroon = signal.macaroon
    mail = TokenUsedFromNewNetwork(
        username=macaroon.owner.username,
        token=macaroon.description,
        network=signal.network,
        client=signal.client or "",
        at=signal.at,
        link=request.route_url("manage.account.token.one", id=macaroon.id),
    )
    write_to(request, macaroon.owner, mail)


@on(NarrowingAsked)
def ask_to_narrow(signal: NarrowingAsked, request: Request) -> None:
    """Write to the owner of a token that reaches more than a project needs."""
    query = {"selected_project": signal.project.normalized_name}
    mail = TokenTooWide(
        username=signal.macaroon.owner.username,
        token=signal.macaroon.description,
        project=signal.project.name,
        by=signal.actor.name or "",
        link=request.route_url("manage.account.token.new", _query=query),
    )
    write_to(request, signal.macaroon.owner, mail)


@on(TokenLeaked)
def tell_of_leak(signal: TokenLeaked, request: Request) -> None:
    """Write to the owner of a token that was found in public, whatever their address."""
    macaroon = signal.macaroon
    mail = TokenCompromisedLeak(
        username=macaroon.owner.username,
        token=macaroon.description,
        where=signal.url,
        origin=signal.origin,
        link=request.route_url("manage.account.token"),
    )
    write_to(request, macaroon.owner, mail, even_unverified=True)


@on(TokenRevokedByStaff)
def tell_of_revocation(signal: TokenRevokedByStaff, request: Request) -> None:
    """Write to the owner of a token that staff revoked, if they are to be told."""
    if not signal.is_told:
        return
    owner = signal.macaroon.owner
    mail = TokenCompromisedLeak(
        username=owner.username,
        token=signal.macaroon.description,
        link=request.route_url("manage.account.token"),
        reason=signal.reason,
    )
    write_to(request, owner, mail, even_unverified=True)
