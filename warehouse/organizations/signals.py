"""What has happened to organizations, and to people in them."""

from dataclasses import dataclass
from typing import Any

from warehouse.accounts.models import User
from warehouse.accounts.signals import AccountSignal
from warehouse.organizations.models import Organization, OrganizationRoleName
from warehouse.security import Actor
from warehouse.signals import Signal


@dataclass(frozen=True)
class OrganizationSignal(Signal):
    """Something that happened to one organization."""

    organization: Organization
    actor: Actor

    @property
    def subject(self) -> Organization:
        """Whose event log it enters."""
        return self.organization

    def details(self) -> dict[str, Any]:
        """What the event log keeps of it."""
        return {"submitted_by": self.actor.name}


class OrganizationCreated(OrganizationSignal, tag="organization:create"):
    """There is a new organization."""


class OrganizationDeactivated(OrganizationSignal, tag="organization:deactivate"):
    """Staff took an organization from view."""


@dataclass(frozen=True)
class OrganizationNameReserved(OrganizationSignal, tag="organization:catalog_entry:add"):
    """A name is an organization's for ever."""

    name: str

    def details(self) -> dict[str, Any]:
        """Which name."""
        return {**super().details(), "normalized_name": self.name}


@dataclass(frozen=True)
class OrganizationRenamed(OrganizationSignal, tag="organization:rename"):
    """An organization goes by another name."""

    previous: str

    def details(self) -> dict[str, Any]:
        """From which name to which."""
        return {
            **super().details(),
            "previous_organization_name": self.previous,
            "new_organization_name": self.organization.name,
        }


@dataclass(frozen=True)
class OrganizationRoleAdded(OrganizationSignal, tag="organization:organization_role:add"):
    """Somebody joined an organization."""

    user: User
    role_name: OrganizationRoleName

    def details(self) -> dict[str, Any]:
        """Who, and as what."""
        return {
            **super().details(),
            "role_name": self.role_name,
            "target_user": self.user.username,
        }


@dataclass(frozen=True)
class OrganizationJoined(AccountSignal, tag="account:organization_role:add"):
    """The same, for the history of whoever joined."""

    organization: Organization
    role_name: OrganizationRoleName

    def details(self) -> dict[str, Any]:
        """Which organization, as what, and by whom."""
        return {
            "submitted_by": self.actor.name,
            "organization_name": self.organization.name,
            "role_name": self.role_name,
        }


@dataclass(frozen=True)
class OrganizationProjectAdded(
    OrganizationSignal, tag="organization:organization_project:add"
):
    """An organization owns another project."""

    project_name: str

    def details(self) -> dict[str, Any]:
        """Which project."""
        return {**super().details(), "project_name": self.project_name}
