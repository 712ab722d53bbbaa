"""Signing in from outside: by an identity provider that the index trusts."""

from pyramid.config import Configurator

from warehouse.accounts.addresses import AddressRules
from warehouse.accounts.services.addresses import AddressService
from warehouse.accounts.services.users import UserService
from warehouse.flags import Flags
from warehouse.http import Request
from warehouse.oidc.keys import MOST_BYTES, SECONDS, IssuerKeys
from warehouse.outbound import OutboundClient, TargetRules
from warehouse.settings import Settings
from warehouse.single_sign_on.providers import Provider, provider_of
from warehouse.single_sign_on.relying_party import RelyingParty
from warehouse.single_sign_on.services import IdentityService, NewcomerService

_PORTS = range(1, 65_536)


def includeme(config: Configurator) -> None:
    """Register the services and listeners, and who speaks with the provider."""
    settings: Settings = config.registry.settings["warehouse"]
    provider = provider_of(settings.single_sign_on)
    config.registry[RelyingParty] = make_relying_party(provider)
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


def _identities(request: Request) -> IdentityService:
    provider = provider_of(request.settings.single_sign_on)
    issuers = [] if provider is None else [provider.issuer]
    return IdentityService(request.db, request.announce, issuers=issuers)


def _newcomers(request: Request) -> NewcomerService:
    return NewcomerService(
        request.service(IdentityService),
        request.service(UserService),
        request.service(AddressService),
        rules=request.service(AddressRules),
        flags=request.service(Flags),
        makes_accounts=request.settings.single_sign_on.accounts == "create",
    )
