"""The event log that people see: who did what, when, and from which address."""

from pyramid.config import Configurator

from warehouse.events.approvals import ApprovalService
from warehouse.events.log import record
from warehouse.events.staff import StaffLog

__all__ = ["ApprovalService", "StaffLog", "record"]


def includeme(config: Configurator) -> None:
    """Write an event for every signal that has a tag; provide the record of staff."""
    config.register_service(ApprovalService, lambda request: ApprovalService(request.db))
    config.register_service(StaffLog, lambda request: StaffLog(request.db))
    config.add_listeners("warehouse.events.listeners")
