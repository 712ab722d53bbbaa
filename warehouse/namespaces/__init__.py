"""Namespaces: prefixes of names that belong to organizations (PEP 752)."""

from pyramid.config import Configurator

from warehouse.http import Request
from warehouse.namespaces.services import NamespaceService


def _service(request: Request) -> NamespaceService:
    deepest = request.settings.accounts.namespace_depth
    return NamespaceService(request.db, request.announce, deepest=deepest)


def includeme(config: Configurator) -> None:
    """Register the service, its listeners, and what its changes purge."""
    config.register_service(NamespaceService, _service)
    config.add_listeners("warehouse.namespaces.listeners")
    config.add_purge_rules("warehouse.namespaces.caching")
