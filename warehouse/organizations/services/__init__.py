"""Every write to organizations."""

from warehouse.organizations.services.organizations import OrganizationService, Profile
from warehouse.organizations.services.staff import OrganizationStaffService

__all__ = ["OrganizationService", "OrganizationStaffService", "Profile"]
