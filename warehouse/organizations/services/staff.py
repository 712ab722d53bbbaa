"""What staff change in organizations: members, limits, descriptions."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from warehouse.accounts.models import User
from warehouse.organizations.errors import LinkInvalid
from warehouse.organizations.models import (
    Organization,
    OrganizationRole,
    OrganizationRoleName,
)
from warehouse.organizations.services.members import MemberService
from warehouse.organizations.signals import (
    OrganizationJoined,
    OrganizationRoleOfAccountChanged,
    OrganizationTotalSizeLimitSet,
    OrganizationUploadLimitSet,
    StaffRoleAdded,
    StaffRoleChanged,
    StaffRoleRemoved,
)
from warehouse.security import Actor
from warehouse.signals import Announce


class OrganizationStaffService:
    """Changes organizations on the word of staff."""

    def __init__(self, db: Session, announce: Announce, members: MemberService) -> None:
        self.db, self.announce, self._members = db, announce, members

    def role(self, organization: Organization, key: UUID) -> OrganizationRole | None:
        """Return a role in an organization, locked until the transaction ends."""
        wanted = select(OrganizationRole).where(
            OrganizationRole.organization_id == organization.id, OrganizationRole.id == key
        )
        return self.db.scalar(wanted.with_for_update())

    def add_role(
        self,
        organization: Organization,
        user: User,
        role_name: OrganizationRoleName,
        *,
        actor: Actor,
    ) -> None:
        """Make `user` a member at once; raises `AlreadyMember`."""
        self._members.check_is_none(organization, user)
        row = OrganizationRole(organization=organization, user=user, role_name=role_name)
        self.db.add(row)
        self.db.flush()
        self.announce(StaffRoleAdded(organization, actor, user, role_name))
        self.announce(OrganizationJoined(user, actor, organization, role_name))

    def change_role(
        self, role: OrganizationRole, role_name: OrganizationRoleName, *, actor: Actor
    ) -> None:
        """Give a member another role."""
        if role.role_name == role_name:
            return
        role.role_name = role_name
        self.db.flush()
        group, user = role.organization, role.user
        self.announce(StaffRoleChanged(group, actor, user, role_name))
        self.announce(OrganizationRoleOfAccountChanged(user, actor, group, role_name))

    def remove_role(self, role: OrganizationRole, *, actor: Actor) -> None:
        """Remove a member, from all teams as well."""
        self._members.remove(role, actor=actor, signal=StaffRoleRemoved)

    def set_upload_limit(
        self, organization: Organization, limit: int | None, *, actor: Actor
    ) -> None:
        """Set how many bytes a file of its projects may have; None sets no limit."""
        organization.upload_limit = limit
        self.db.flush()
        self.announce(OrganizationUploadLimitSet(organization, actor, limit))

    def set_total_size_limit(
        self, organization: Organization, limit: int | None, *, actor: Actor
    ) -> None:
        """Set how many bytes each of its projects may have; None sets no limit."""
        organization.total_size_limit = limit
        self.db.flush()
        self.announce(OrganizationTotalSizeLimitSet(organization, actor, limit))

    def describe(self, organization: Organization, values: Mapping[str, object]) -> None:
        """Change what its page says; raises `LinkInvalid`."""
        link = str(values["link_url"])
        if not link.startswith(("https://", "http://")):
            raise LinkInvalid(link)
        for name in ("display_name", "link_url", "description", "orgtype"):
            setattr(organization, name, values[name])
        self.db.flush()
