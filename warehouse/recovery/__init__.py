"""Requests to staff of people who have no way left into their account."""

from pyramid.config import Configurator

from warehouse.accounts.addresses import AddressRules
from warehouse.http import Request
from warehouse.rate_limiting import RateLimiter
from warehouse.recovery.services import ClosingService, RecoveryService
from warehouse.security import LinkSigner


def includeme(config: Configurator) -> None:
    """Register the service, its listeners and its task."""
    config.register_service(ClosingService, _closing)
    config.register_service(RecoveryService, _recovery)
    config.add_listeners("warehouse.recovery.listeners")
    config.add_tasks("warehouse.recovery.tasks")


def _closing(request: Request) -> ClosingService:
    return ClosingService(request.db, request.announce, request.registry[LinkSigner])


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
