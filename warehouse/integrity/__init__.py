"""Whether rows and blobs agree."""

from pyramid.config import Configurator

from warehouse.integrity.errors import CheckEnded, CheckRunning
from warehouse.integrity.models import CheckState, StorageCheck
from warehouse.integrity.queries import unreadable_files
from warehouse.integrity.services import IntegrityService
from warehouse.integrity.tasks import run_storage_check
from warehouse.security import Permission
from warehouse.storage import Storage

__all__ = ["CheckEnded", "CheckRunning", "IntegrityService"]


def includeme(config: Configurator) -> None:
    """Register the service, the tasks, and what staff need to know."""
    config.register_service(
        IntegrityService,
        lambda request: IntegrityService(
            request.transaction,
            request.service(Storage),
            retention=request.settings.storage.retention,
        ),
    )
    config.add_tasks("warehouse.integrity.tasks")
    config.add_long_work(
        StorageCheck,
        running=StorageCheck.state == CheckState.RUNNING,
        task=run_storage_check,
    )
    config.add_need(
        title="Files that are missing or damaged",
        permission=Permission.ADMIN_JOBS_READ,
        route="admin.storage",
        waiting=unreadable_files(),
    )
