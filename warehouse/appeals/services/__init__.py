"""What changes appeals, and what owners are told."""

from warehouse.appeals.services.appeals import AppealService
from warehouse.appeals.services.notices import NoticeService

__all__ = ["AppealService", "NoticeService"]
