"""Every write to namespaces."""

from warehouse.namespaces.services.applications import NamespaceApplicationService
from warehouse.namespaces.services.namespaces import NamespaceService

__all__ = ["NamespaceApplicationService", "NamespaceService"]
