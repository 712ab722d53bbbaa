"""Trusted publishing: workflows publish by what their issuer says of them."""

from pyramid.config import Configurator

from warehouse.flags import Flags
from warehouse.http import Request
from warehouse.oidc.issuers import Issuers
from warehouse.oidc.services import PublisherService
from warehouse.outbound import TargetRules
from warehouse.packaging.services import ProjectService
from warehouse.rate_limiting import RateLimiter
from warehouse.settings import TrustedPublishingSettings

PORTS = range(1, 65_536)


def _publishers(request: Request) -> PublisherService:
    return PublisherService(
        request.db,
        request.announce,
        projects=request.service(ProjectService),
        limiter=request.service(RateLimiter),
        flags=request.service(Flags),
        issuers=request.registry[Issuers],
        settings=request.settings.trusted_publishing,
    )


def includeme(config: Configurator) -> None:
    """Register the services, listeners and tasks, and who may vouch for whom."""
    settings: TrustedPublishingSettings = config.registry.settings[
        "warehouse"
    ].trusted_publishing
    rules = TargetRules(
        ports=PORTS, allows_http=settings.allows_http, private=settings.private
    )
    config.registry[Issuers] = Issuers(settings.issuers, rules)
    config.register_service(PublisherService, _publishers)
