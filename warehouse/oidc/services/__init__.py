"""Everything that changes who may publish without a password."""

from warehouse.oidc.services.exchange import ExchangeService, Grant
from warehouse.oidc.services.pending import PendingUpkeepService
from warehouse.oidc.services.publishers import PublisherService

__all__ = ["ExchangeService", "Grant", "PendingUpkeepService", "PublisherService"]
