"""The event log that people see: who did what, when, and from which address."""

from pyramid.config import Configurator

from warehouse.events.approvals import ApprovalService
from warehouse.events.bans import BanService
from warehouse.events.log import record
from warehouse.events.staff import StaffLog

__all__ = ["ApprovalService", "BanService", "StaffLog", "record"]


def includeme(config: Configurator) -> None:
    """Write an event for every signal with a tag; provide bans and the record of staff."""
    config.register_service(ApprovalService, lambda request: ApprovalService(request.db))
    config.register_service(BanService, lambda request: BanService(request.db))
    config.register_service(StaffLog, lambda request: StaffLog(request.db))
    config.add_listeners("warehouse.events.listeners")
