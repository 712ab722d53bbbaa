"""What writes requests."""

from warehouse.recovery.services.closing import ClosingService
from warehouse.recovery.services.handling import HandlingService
from warehouse.recovery.services.requests import RecoveryService, Wanted

__all__ = ["ClosingService", "HandlingService", "RecoveryService", "Wanted"]
