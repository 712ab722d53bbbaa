"""One action on many things: previewed, done by a worker, stopped, recorded one by one."""

from pyramid.config import Configurator

from warehouse.bulk.models import BulkAction, BulkStatus
from warehouse.bulk.operations import Operations, add_operation
from warehouse.bulk.services import BulkService
from warehouse.bulk.tasks import run_bulk


def includeme(config: Configurator) -> None:
    """Register the service, the tasks and `config.add_bulk_operation`."""
    config.registry[Operations] = Operations()
    config.add_directive("add_bulk_operation", add_operation)
    config.register_service(BulkService, lambda request: BulkService(request.db))
    config.add_tasks("warehouse.bulk.tasks")
    config.add_long_work(
        BulkAction, running=BulkAction.status == BulkStatus.RUNNING, task=run_bulk
    )
