"""The table of requests."""

from warehouse.recovery.models.request import (
    LostBecause,
    RecoveryEnd,
    RecoveryRequest,
    RecoveryStatus,
)

__all__ = ["LostBecause", "RecoveryEnd", "RecoveryRequest", "RecoveryStatus"]
