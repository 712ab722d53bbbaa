"""What was deleted, kept for a while and restored whole."""

from pyramid.config import Configurator

from warehouse.deletions.errors import RestoreRefused
from warehouse.deletions.services import DeletionService
from warehouse.http import Request
from warehouse.packaging.services import ProjectService, ReleaseService

__all__ = ["DeletionService", "RestoreRefused"]


def _deletions(request: Request) -> DeletionService:
    return DeletionService(
        request.db,
        request.announce,
        projects=request.service(ProjectService),
        releases=request.service(ReleaseService),
        retention=request.settings.storage.retention,
    )


def includeme(config: Configurator) -> None:
    """Register the service, what calls it before a deletion, and the sweep."""
    config.register_service(DeletionService, _deletions)
    config.add_listeners("warehouse.deletions.listeners")
    config.add_tasks("warehouse.deletions.tasks")
