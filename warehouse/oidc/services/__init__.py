"""Everything that changes who may publish without a password."""

from warehouse.oidc.services.pending import PendingUpkeepService
from warehouse.oidc.services.publishers import PublisherService

__all__ = ["PendingUpkeepService", "PublisherService"]
