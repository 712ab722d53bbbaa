"""Every write to organizations."""

from warehouse.organizations.services.applications import ApplicationService
from warehouse.organizations.services.domains import DomainService
from warehouse.organizations.services.founding import FoundingService
from warehouse.organizations.services.invitations import InvitationService
from warehouse.organizations.services.members import MemberService
from warehouse.organizations.services.organizations import OrganizationService, Profile
from warehouse.organizations.services.providers import ProviderService
from warehouse.organizations.services.rules import RuleService
from warehouse.organizations.services.staff import OrganizationStaffService
from warehouse.organizations.services.teams import TeamService

__all__ = [
    "ApplicationService",
    "DomainService",
    "FoundingService",
    "InvitationService",
    "MemberService",
    "OrganizationService",
    "OrganizationStaffService",
    "Profile",
    "ProviderService",
    "RuleService",
    "TeamService",
]
