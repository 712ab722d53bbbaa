"""Downloads: files that were sent, counted by day and shown."""

from datetime import UTC, datetime

from pyramid.config import Configurator
from pyramid.registry import Registry
from sqlalchemy.orm import Session

from warehouse.accounts.models import User
from warehouse.accounts.two_factor_policy import IsMember
from warehouse.db import SessionFactory
from warehouse.downloads.counter import Counts, DownloadCounter
from warehouse.downloads.popularity import PopularityService
from warehouse.downloads.queries import owns_popular
from warehouse.downloads.reports import first_day
from warehouse.downloads.services import DownloadService

__all__ = ["DownloadCounter", "DownloadService", "includeme"]

_POPULAR_DAYS = 30
"""Days whose downloads make a project popular."""


def _counter(registry: Registry) -> DownloadCounter:
    def write(counts: Counts) -> None:
        with registry[SessionFactory].transaction() as transaction:
            DownloadService(transaction.session).record(counts)

    settings = registry.settings["warehouse"].downloads
    return DownloadCounter(write, seconds=settings.every.total_seconds())


def _popular(registry: Registry) -> IsMember:
    def is_owner_of_popular(db: Session, user: User) -> bool:
        least = registry.settings["warehouse"].accounts.two_factor_popular_downloads
        since = first_day(datetime.now(UTC).date(), _POPULAR_DAYS)
        return owns_popular(db, user.id, since=since, least=least)

    return is_owner_of_popular


def includeme(config: Configurator) -> None:
    """Register counter, service and task, and the owners of popular projects."""
    config.registry[DownloadCounter] = _counter(config.registry)
    config.register_service(DownloadService, lambda request: DownloadService(request.db))
    config.register_service(
        PopularityService, lambda request: PopularityService(request.db)
    )
    config.add_two_factor_group("owners-of-popular", _popular(config.registry))
    config.add_tasks("warehouse.downloads.tasks")
