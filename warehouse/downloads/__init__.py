"""Downloads: files that were sent, counted by day and shown."""

from pyramid.config import Configurator
from pyramid.registry import Registry

from warehouse.db import SessionFactory
from warehouse.downloads.counter import Counts, DownloadCounter
from warehouse.downloads.services import DownloadService

__all__ = ["DownloadCounter", "DownloadService", "includeme"]


def _counter(registry: Registry) -> DownloadCounter:
    def write(counts: Counts) -> None:
        with registry[SessionFactory].transaction() as transaction:
            DownloadService(transaction.session).record(counts)

    settings = registry.settings["warehouse"].downloads
    return DownloadCounter(write, seconds=settings.every.total_seconds())


def includeme(config: Configurator) -> None:
    """Register the counter of this process, the service, and the nightly task."""
    config.registry[DownloadCounter] = _counter(config.registry)
    config.register_service(DownloadService, lambda request: DownloadService(request.db))
    config.add_tasks("warehouse.downloads.tasks")
