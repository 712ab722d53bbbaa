"""Finding projects: by their names, their words, and what they are classified as."""

from pyramid.config import Configurator

from warehouse.search.bounds import BOUNDS, Bounds
from warehouse.search.services import DocumentService


def includeme(config: Configurator) -> None:
    """Register the service and its bounds, and let documents follow their projects."""
    config.registry[Bounds] = BOUNDS
    config.register_service(DocumentService, lambda request: DocumentService(request.db))
    config.add_listeners("warehouse.search.listeners")
    config.add_purge_rules("warehouse.search.caching")
    config.add_tasks("warehouse.search.tasks")
