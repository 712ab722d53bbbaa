"""The tables of organizations."""

from warehouse.organizations.models.name import OrganizationName
from warehouse.organizations.models.organization import (
    ManualActivation,
    Organization,
    OrganizationType,
)
from warehouse.organizations.models.role import OrganizationRole, OrganizationRoleName

__all__ = [
    "ManualActivation",
    "Organization",
    "OrganizationName",
    "OrganizationRole",
    "OrganizationRoleName",
    "OrganizationType",
]
