"""YARA rules over archives, and names that resemble others: they flag, refuse nothing."""

from pyramid.config import Configurator

from warehouse.scanning.browsing import FileBrowser
from warehouse.scanning.inspecting import Inspector
from warehouse.scanning.prepared import Prepared
from warehouse.scanning.services import NameService, RuleService, ScanService
from warehouse.storage import Storage


def includeme(config: Configurator) -> None:
    """Register the services, the listener and the task."""
    config.registry[Prepared] = Prepared()
    config.register_service(
        FileBrowser, lambda request: FileBrowser(request.service(Storage))
    )
    config.register_service(NameService, lambda request: NameService(request.db))
    config.register_service(RuleService, lambda request: RuleService(request.db))
    config.register_service(
        ScanService,
        lambda request: ScanService(request.db, request.service(Storage), Inspector()),
    )
    config.add_listeners("warehouse.scanning.listeners")
    config.add_tasks("warehouse.scanning.tasks")
