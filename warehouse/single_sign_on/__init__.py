"""Signing in from outside: by an identity provider, or with a directory's passwords."""

from pyramid.config import Configurator

from warehouse.accounts.addresses import AddressRules
from warehouse.accounts.models import User
from warehouse.accounts.policy import seconds_since_password
from warehouse.accounts.services.addresses import AddressService
from warehouse.accounts.services.users import UserService
from warehouse.flags import Flags
from warehouse.http import Request
from warehouse.oidc.keys import MOST_BYTES, SECONDS, IssuerKeys
from warehouse.organizations.services import ProviderService, TeamService
from warehouse.outbound import OutboundClient, TargetRules
from warehouse.settings import Settings
from warehouse.single_sign_on import queries
from warehouse.single_sign_on.directory import Directory
from warehouse.single_sign_on.providers import Provider, labels_of, provider_of
from warehouse.single_sign_on.relying_party import MembersRelyingParty, RelyingParty
from warehouse.single_sign_on.services import (
    DirectoryService,
    FollowingService,
    IdentityService,
    MembershipService,
    NewcomerService,
)

CONFIRMED_FOR = 30 * 60
"""Seconds for which a proof stands for the password of somebody who has none."""

_PORTS = range(1, 65_536)


def includeme(config: Configurator) -> None:
    """Register the services and listeners, and who speaks with the provider."""
    settings: Settings = config.registry.settings["warehouse"]
    provider = provider_of(settings.single_sign_on)
    config.registry[RelyingParty] = make_relying_party(provider)
    config.registry[MembersRelyingParty] = make_members_party(settings)
    config.register_service(MembershipService, _memberships)
    own = settings.directory
    config.registry[Directory] = None if own.server is None else Directory(own)
    config.register_service(FollowingService, _following)
    config.register_service(DirectoryService, _directories)
    config.add_password_verifier(_verify)
    config.add_second_factor_elsewhere(_saw_two_factors)
    config.register_service(IdentityService, _identities)
    config.register_service(NewcomerService, _newcomers)
    config.add_listeners("warehouse.single_sign_on.listeners")


def make_relying_party(provider: Provider | None) -> RelyingParty:
    """Return who speaks with the provider of the index, wherever in its network that is.

    An operator has named it. Its own address decides whether it speaks TLS, and the
    settings admit others on this machine only.
    """
    issuer = "" if provider is None else provider.issuer
    rules = TargetRules(_PORTS, allows_http=issuer.startswith("http://"), private=True)
    client = OutboundClient(private=True, seconds=SECONDS, most_bytes=MOST_BYTES + 1)
    return RelyingParty(IssuerKeys(client, rules, named={issuer}), client, rules)


def make_members_party(settings: Settings) -> MembersRelyingParty:
    """Return who speaks with providers of organizations, as with issuers of publishers."""
    own = settings.trusted_publishing
    rules = TargetRules(_PORTS, allows_http=own.allows_http, private=own.private)
    client = OutboundClient(private=own.private, seconds=SECONDS, most_bytes=MOST_BYTES + 1)
    return MembersRelyingParty(IssuerKeys(client, rules), client, rules)


def _memberships(request: Request) -> MembershipService:
    providers, following = ProviderService, FollowingService
    return MembershipService(request.service(providers), request.service(following))


def _identities(request: Request) -> IdentityService:
    return IdentityService(
        request.db,
        request.announce,
        following=request.service(FollowingService),
        issuers=labels_of(request.settings),
    )


def _following(request: Request) -> FollowingService:
    labels = labels_of(request.settings)
    return FollowingService(request.db, request.service(TeamService), labels=labels)


def _directories(request: Request) -> DirectoryService:
    directory = request.registry[Directory]
    return DirectoryService(request.db, directory, request.service(IdentityService))


def _verify(request: Request, user: User, password: str) -> bool | None:
    """Ask the directory, or what else proves somebody who has no password.

    Whoever has none confirms what cannot be undone by what they proved in this session not
    long ago, whatever was typed. That proves nothing anew: `login` does not ask then.
    """
    known = request.service(DirectoryService).verify(user, password)
    identity = request.identity
    is_own = identity is not None and identity.user.id == user.id
    if known is not None or not is_own:
        return known
    if request.service(IdentityService).types_password(user):
        return None
    return seconds_since_password(request) <= CONFIRMED_FOR


def _saw_two_factors(request: Request, user: User) -> bool:
    """Return whether the provider, if its word counts, saw two at the last sign-in."""
    found = provider_of(request.settings.single_sign_on)
    if found is None or not found.counts_as_two:
        return False
    identity = queries.identity_used_last(request.db, user, found.issuer)
    return identity is not None and identity.had_two


def _newcomers(request: Request) -> NewcomerService:
    return NewcomerService(
        request.service(IdentityService),
        request.service(UserService),
        request.service(AddressService),
        rules=request.service(AddressRules),
        flags=request.service(Flags),
        makes_accounts=request.settings.single_sign_on.accounts == "create",
    )
