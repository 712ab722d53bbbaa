"""The signals of changes to organizations and their members."""

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
        """Return the organization, whose event log the signal enters."""
        return self.organization

    def details(self) -> dict[str, Any]:
        """Return what the event log keeps: by whom."""
        return {"submitted_by": self.actor.name}


class OrganizationCreated(OrganizationSignal, tag="organization:create"):
    """An organization was created."""


class OrganizationDeactivated(OrganizationSignal, tag="organization:deactivate"):
    """Staff took an organization from view."""


@dataclass(frozen=True)
class OrganizationNameReserved(OrganizationSignal, tag="organization:catalog_entry:add"):
    """A name was reserved for an organization, for ever."""

    name: str

    def details(self) -> dict[str, Any]:
        """Return by whom, and which name."""
        return {**super().details(), "normalized_name": self.name}


@dataclass(frozen=True)
class OrganizationRenamed(OrganizationSignal, tag="organization:rename"):
    """An organization was renamed."""

    previous: str

    def details(self) -> dict[str, Any]:
        """Return by whom, and the names before and after."""
        return {
            **super().details(),
            "previous_organization_name": self.previous,
            "new_organization_name": self.organization.name,
        }


@dataclass(frozen=True)
class MemberSignal(OrganizationSignal):
    """Something that happened to the role of one person in an organization."""

    user: User
    role_name: OrganizationRoleName

    def details(self) -> dict[str, Any]:
        """Return by whom, which user and which role."""
        return {
            **super().details(),
            "role_name": self.role_name,
            "target_user": self.user.username,
        }


class OrganizationRoleAdded(MemberSignal, tag="organization:organization_role:add"):
    """A person joined an organization."""


@dataclass(frozen=True)
class OrganizationJoined(AccountSignal, tag="account:organization_role:add"):
    """A person joined an organization, as their own event log has it."""

    organization: Organization
    role_name: OrganizationRoleName

    def details(self) -> dict[str, Any]:
        """Return by whom, which organization and which role."""
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
        """Return by whom, and which project."""
        return {**super().details(), "project_name": self.project_name}


class OrganizationProjectRemoved(
    OrganizationProjectAdded, tag="organization:organization_project:remove"
):
    """An organization owns a project no longer."""


@dataclass(frozen=True)
class OrganizationUpdated(OrganizationSignal, tag="organization:update"):
    """Its owners changed what its page says; `changes` has the values before and after."""

    changes: dict[str, tuple[str, str]]

    def details(self) -> dict[str, Any]:
        """Return by whom, and what changed."""
        return {**super().details(), "changed": sorted(self.changes)}


class OrganizationDeleting(OrganizationSignal):
    """An organization is about to be deleted, unless a listener raises."""


@dataclass(frozen=True)
class OrganizationDeleted(Signal):
    """An organization is gone; `owners` are those it had."""

    name: str
    actor: Actor
    owners: tuple[User, ...]


class StaffRoleAdded(MemberSignal, tag="admin:organization:role:add"):
    """Staff gave a person a role."""


class StaffRoleChanged(MemberSignal, tag="admin:organization:role:change"):
    """Staff gave a member another role."""


class StaffRoleRemoved(MemberSignal, tag="admin:organization:role:remove"):
    """Staff removed a member."""


@dataclass(frozen=True)
class OrganizationRoleOfAccountChanged(
    OrganizationJoined, tag="account:organization_role:change"
):
    """A member has another role, as their own event log has it."""


@dataclass(frozen=True)
class OrganizationLeft(OrganizationJoined, tag="account:organization_role:remove"):
    """A person is a member no longer, as their own event log has it."""


@dataclass(frozen=True)
class OrganizationLimitSet(OrganizationSignal):
    """Staff changed a limit of its projects, in bytes; None is the one of everybody."""

    limit: int | None

    def details(self) -> dict[str, Any]:
        """Return by whom, and the limit."""
        return {**super().details(), "limit": self.limit}


class OrganizationUploadLimitSet(
    OrganizationLimitSet, tag="admin:organization:set_upload_limit"
):
    """The limit of a single file changed."""


class OrganizationTotalSizeLimitSet(
    OrganizationLimitSet, tag="admin:organization:set_total_size_limit"
):
    """The limit of all files of a project changed."""
