"""Everything that changes who may publish without a password."""

from warehouse.oidc.services.publishers import PublisherService

__all__ = ["PublisherService"]
