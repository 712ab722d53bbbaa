"""The tables of organizations."""

from warehouse.organizations.models.application import (
    ApplicationMessage,
    ApplicationStatus,
    MembershipSize,
    MessageKind,
    OrganizationApplication,
)
from warehouse.organizations.models.name import OrganizationName
from warehouse.organizations.models.organization import (
    ManualActivation,
    Organization,
    OrganizationType,
)
from warehouse.organizations.models.role import OrganizationRole, OrganizationRoleName

__all__ = [
    "ApplicationMessage",
    "ApplicationStatus",
    "ManualActivation",
    "MembershipSize",
    "MessageKind",
    "Organization",
    "OrganizationApplication",
    "OrganizationName",
    "OrganizationRole",
    "OrganizationRoleName",
    "OrganizationType",
]
