"""Requests to staff of people who have no way left into their account."""

from pyramid.config import Configurator

from warehouse.accounts.addresses import AddressRules
from warehouse.accounts.services.factor_reset import FactorResetService
from warehouse.accounts.services.support import SupportService
from warehouse.http import Request
from warehouse.macaroons.services import TokenService
from warehouse.rate_limiting import RateLimiter
from warehouse.recovery.services import ClosingService, HandlingService, RecoveryService
from warehouse.security import LinkSigner


def includeme(config: Configurator) -> None:
    """Register the service, its listeners and its task."""
    config.register_service(ClosingService, _closing)
    config.register_service(HandlingService, _handling)
    config.register_service(RecoveryService, _recovery)
    config.add_listeners("warehouse.recovery.listeners")
    config.add_tasks("warehouse.recovery.tasks")


def _closing(request: Request) -> ClosingService:
    return ClosingService(request.db, request.announce, request.registry[LinkSigner])


def _handling(request: Request) -> HandlingService:
    return HandlingService(
        request.db,
        request.announce,
        closing=request.service(ClosingService),
        rules=request.service(AddressRules),
        support=request.service(SupportService),
        factors=request.service(FactorResetService),
        tokens=request.service(TokenService),
    )


def _recovery(request: Request) -> RecoveryService:
    return RecoveryService(
        request.db,
        request.announce,
        closing=request.service(ClosingService),
        rules=request.service(AddressRules),
        links=request.registry[LinkSigner],
        limiter=request.service(RateLimiter),
        settings=request.settings.accounts,
    )
