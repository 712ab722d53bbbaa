"""Namespaces: prefixes of names that belong to organizations (PEP 752)."""

from pyramid.config import Configurator

from warehouse.http import Request
from warehouse.namespaces.services import NamespaceApplicationService, NamespaceService
from warehouse.rate_limiting import RateLimiter


def _service(request: Request) -> NamespaceService:
    deepest = request.settings.accounts.namespace_depth
    return NamespaceService(request.db, request.announce, deepest=deepest)


def _applications(request: Request) -> NamespaceApplicationService:
    settings = request.settings.accounts
    return NamespaceApplicationService(
        request.db,
        request.announce,
        namespaces=request.service(NamespaceService),
        limiter=request.service(RateLimiter),
        limit=settings.namespaces_per_user,
        grants_at_once=settings.namespaces == "open",
    )


def includeme(config: Configurator) -> None:
    """Register the services, their listeners, and what their changes purge."""
    config.register_service(NamespaceService, _service)
    config.register_service(NamespaceApplicationService, _applications)
    config.add_listeners("warehouse.namespaces.listeners")
    config.add_listeners("warehouse.namespaces.mail_listeners")
    config.add_purge_rules("warehouse.namespaces.caching")
