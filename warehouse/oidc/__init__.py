"""Trusted publishing: workflows publish by what their issuer says of them."""

from pyramid.config import Configurator

from warehouse.flags import Flags
from warehouse.http import Request
from warehouse.oidc.issuers import BUILT_IN, Issuers
from warehouse.oidc.keys import MOST_BYTES, SECONDS, IssuerKeys
from warehouse.oidc.services import (
    ExchangeService,
    PendingUpkeepService,
    PublisherService,
)
from warehouse.oidc.tokens import IdentityVerifier
from warehouse.outbound import OutboundClient, TargetRules
from warehouse.packaging.services import OwnershipService, ProjectService
from warehouse.rate_limiting import RateLimiter
from warehouse.settings import Settings

_PORTS = range(1, 65_536)


def _publishers(request: Request) -> PublisherService:
    return PublisherService(
        request.db,
        request.announce,
        projects=request.service(ProjectService),
        ownership=request.service(OwnershipService),
        limiter=request.service(RateLimiter),
        flags=request.service(Flags),
        issuers=request.registry[Issuers],
        settings=request.settings.trusted_publishing,
    )


def _exchange(request: Request) -> ExchangeService:
    return ExchangeService(
        request.db,
        request.announce,
        publishers=request.service(PublisherService),
        flags=request.service(Flags),
        issuers=request.registry[Issuers],
    )


def audience_of(settings: Settings) -> str:
    """Return for whom identity tokens have to be issued.

    It is never what a request says, or a token for another index could be used here.
    """
    chosen = settings.trusted_publishing.audience
    return chosen or (settings.site.domain or "localhost").partition(":")[0]


def includeme(config: Configurator) -> None:
    """Register the services, listeners and tasks, and who may vouch for whom."""
    settings: Settings = config.registry.settings["warehouse"]
    own = settings.trusted_publishing
    rules = TargetRules(ports=_PORTS, allows_http=own.allows_http, private=own.private)
    client = OutboundClient(private=own.private, seconds=SECONDS, most_bytes=MOST_BYTES + 1)
    config.registry[Issuers] = Issuers(own.issuers, rules)
    config.registry[IdentityVerifier] = IdentityVerifier(
        IssuerKeys(client, rules, file=own.keys, named={*BUILT_IN, *own.issuers}),
        audience_of(settings),
    )
    config.register_service(PublisherService, _publishers)
    config.register_service(ExchangeService, _exchange)
    config.register_service(
        PendingUpkeepService,
        lambda request: PendingUpkeepService(request.db, request.announce),
    )
    config.add_listeners("warehouse.oidc.listeners")
    config.add_listeners("warehouse.oidc.pending_listeners")
    config.add_tasks("warehouse.oidc.pending_tasks")
    config.add_tasks("warehouse.oidc.tasks")
