"""Every write to organizations."""

from warehouse.organizations.services.applications import ApplicationService
from warehouse.organizations.services.organizations import OrganizationService, Profile
from warehouse.organizations.services.staff import OrganizationStaffService

__all__ = [
    "ApplicationService",
    "OrganizationService",
    "OrganizationStaffService",
    "Profile",
]
