"""What people and programs report about projects and accounts, and what staff decide."""

from pyramid.config import Configurator

from warehouse.appeals.services import NoticeService
from warehouse.events import StaffLog
from warehouse.http import Request
from warehouse.observations.services import (
    AutoQuarantine,
    ObservationService,
    VerdictService,
)
from warehouse.packaging.services import LifecycleService, ReleaseService


def includeme(config: Configurator) -> None:
    """Register the services, the listeners and the task."""
    config.register_service(
        ObservationService,
        lambda request: ObservationService(request.db, request.announce),
    )
    config.register_service(
        AutoQuarantine,
        lambda request: AutoQuarantine(
            request.db,
            request.service(LifecycleService),
            log=request.service(StaffLog),
            notices=request.service(NoticeService),
        ),
    )
    config.register_service(VerdictService, _verdicts)
    config.add_listeners("warehouse.observations.listeners")
    config.add_tasks("warehouse.observations.tasks")


def _verdicts(request: Request) -> VerdictService:
    return VerdictService(
        request.db,
        request.announce,
        observations=request.service(ObservationService),
        lifecycle=request.service(LifecycleService),
        releases=request.service(ReleaseService),
    )
