"""The tables of organizations."""

from warehouse.organizations.models.application import (
    ApplicationMessage,
    MembershipSize,
    OrganizationApplication,
)
from warehouse.organizations.models.conversation import (
    DECIDED,
    Application,
    ApplicationStatus,
    Message,
    MessageKind,
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
from warehouse.organizations.models.provider import (
    OrganizationIdentity,
    OrganizationProvider,
)
from warehouse.organizations.models.role import OrganizationRole, OrganizationRoleName
from warehouse.organizations.models.team import Team, TeamRole, TeamRoleName

__all__ = [
    "DECIDED",
    "Application",
    "ApplicationMessage",
    "ApplicationStatus",
    "ManualActivation",
    "MembershipSize",
    "Message",
    "MessageKind",
    "Organization",
    "OrganizationApplication",
    "OrganizationDomain",
    "OrganizationIdentity",
    "OrganizationInvitation",
    "OrganizationInvitationStatus",
    "OrganizationName",
    "OrganizationProvider",
    "OrganizationRole",
    "OrganizationRoleName",
    "OrganizationType",
    "ProjectMakers",
    "Team",
    "TeamRole",
    "TeamRoleName",
]
