"""Every write to organizations."""

from warehouse.organizations.services.organizations import OrganizationService, Profile

__all__ = ["OrganizationService", "Profile"]
