"""Rules by which the owners of a project have old pre-releases deleted."""

from pyramid.config import Configurator

from warehouse.http import Request
from warehouse.packaging.services import ManyReleasesService, OwnerDeletionService
from warehouse.retention.services import RetentionService

__all__ = ["RetentionService"]


def _retention(request: Request) -> RetentionService:
    return RetentionService(
        request.db,
        request.announce,
        many=request.service(ManyReleasesService),
        deletions=request.service(OwnerDeletionService),
    )


def includeme(config: Configurator) -> None:
    """Register the service and the task of every night."""
    config.register_service(RetentionService, _retention)
    config.add_tasks("warehouse.retention.tasks")
