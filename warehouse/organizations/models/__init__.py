"""The tables of organizations."""

from warehouse.organizations.models.application import (
    ApplicationMessage,
    ApplicationStatus,
    MembershipSize,
    MessageKind,
    OrganizationApplication,
)
from warehouse.organizations.models.domain import OrganizationDomain
from warehouse.organizations.models.invitation import (
    OrganizationInvitation,
    OrganizationInvitationStatus,
)
from warehouse.organizations.models.name import OrganizationName
from warehouse.organizations.models.organization import (
    ManualActivation,
    Organization,
    OrganizationType,
    ProjectMakers,
)
from warehouse.organizations.models.role import OrganizationRole, OrganizationRoleName
from warehouse.organizations.models.team import Team, TeamRole, TeamRoleName

__all__ = [
    "ApplicationMessage",
    "ApplicationStatus",
    "ManualActivation",
    "MembershipSize",
    "MessageKind",
    "Organization",
    "OrganizationApplication",
    "OrganizationDomain",
    "OrganizationInvitation",
    "OrganizationInvitationStatus",
    "OrganizationName",
    "OrganizationRole",
    "OrganizationRoleName",
    "OrganizationType",
    "ProjectMakers",
    "Team",
    "TeamRole",
    "TeamRoleName",
]
