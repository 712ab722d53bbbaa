"""What writes observations, and decides about them."""

from warehouse.observations.services.observations import ObservationService
from warehouse.observations.services.quarantine import AutoQuarantine
from warehouse.observations.services.verdicts import VerdictService

__all__ = ["AutoQuarantine", "ObservationService", "VerdictService"]
