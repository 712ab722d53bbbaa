"""Members of organizations: their roles, and leaving."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from warehouse.accounts.models import User
from warehouse.organizations import queries
from warehouse.organizations.errors import (
    AlreadyMember,
    NotAMember,
    OnlyOwner,
    OnlyOwnerMeetingRules,
    OwnRoleKept,
    RoleNotOffered,
)
from warehouse.organizations.member_signals import (
    MemberAccepted,
    MemberChanged,
    MemberRemoved,
)
from warehouse.organizations.models import (
    Organization,
    OrganizationRole,
    OrganizationRoleName,
    OrganizationType,
)
from warehouse.organizations.rules import lacking
from warehouse.organizations.services.teams import TeamService
from warehouse.organizations.signals import (
    MemberSignal,
    OrganizationJoined,
    OrganizationLeft,
    OrganizationRoleOfAccountChanged,
)
from warehouse.organizations.visibility_signals import MemberVisibilityChanged
from warehouse.security import Actor
from warehouse.signals import Announce


class MemberService:
    """Gives people roles in organizations, and takes them."""

    def __init__(self, db: Session, announce: Announce, teams: TeamService) -> None:
        self.db, self.announce, self._teams = db, announce, teams

    def find(self, organization: Organization, key: UUID) -> OrganizationRole | None:
        """Return a role in an organization, which is locked, or None."""
        queries.lock_organization(self.db, organization.id)
        return self.db.scalar(
            select(OrganizationRole).where(
                OrganizationRole.organization_id == organization.id,
                OrganizationRole.id == key,
            )
        )

    def add(
        self,
        organization: Organization,
        user: User,
        role_name: OrganizationRoleName,
        *,
        actor: Actor,
    ) -> OrganizationRole:
        """Make somebody who was invited a member; raises `AlreadyMember`."""
        self.check_is_none(organization, user)
        role = OrganizationRole(organization=organization, user=user, role_name=role_name)
        self.db.add(role)
        self.db.flush()
        self.announce(MemberAccepted(organization, actor, user, role_name))
        self.announce(OrganizationJoined(user, actor, organization, role_name))
        return role

    def check_is_none(self, organization: Organization, user: User) -> None:
        """Raise `AlreadyMember` if a person has a role in an organization."""
        found = queries.role_in(self.db, organization.id, user.id)
        if found is not None:
            raise AlreadyMember(organization.name, user.username, found.role_name)

    def check_offered(
        self, organization: Organization, role_name: OrganizationRoleName
    ) -> None:
        """Raise `RoleNotOffered` for managers of bills where there are none."""
        if role_name not in offered_roles(organization):
            raise RoleNotOffered(role_name)

    def change(
        self, role: OrganizationRole, role_name: OrganizationRoleName, *, actor: Actor
    ) -> None:
        """Give a member another role.

        Raises `OwnRoleKept`, `OnlyOwner`, `OnlyOwnerMeetingRules` or `RoleNotOffered`.
        """
        organization, user = role.organization, role.user
        if actor.user is not None and role.user_id == actor.user.id:
            raise OwnRoleKept
        if role.role_name == role_name:
            return
        self.check_offered(organization, role_name)
        self._require_other_owner(role)
        role.role_name = role_name
        self.db.flush()
        self.announce(MemberChanged(organization, actor, user, role_name))
        self.announce(
            OrganizationRoleOfAccountChanged(user, actor, organization, role_name)
        )

    def show(
        self, organization: Organization, user: User, *, is_public: bool, actor: Actor
    ) -> None:
        """Show a member who chose so on the public page, or show them no longer.

        Raises `NotAMember`.
        """
        queries.lock_organization(self.db, organization.id)
        role = queries.role_in(self.db, organization.id, user.id)
        if role is None:
            raise NotAMember(user.username)
        if role.is_public == is_public:
            return
        role.is_public = is_public
        self.db.flush()
        kind = MemberVisibilityChanged
        self.announce(kind(organization, actor, user, role.role_name, is_public))

    def withdraw(self, role: OrganizationRole, *, actor: Actor) -> None:
        """End a membership as an owner or the member does; raises `OnlyOwner`."""
        self._require_other_owner(role)
        self.remove(role, actor=actor, signal=MemberRemoved)

    def leave(self, organization: Organization, user: User, *, actor: Actor) -> None:
        """End one's own membership; raises `OnlyOwner` or `NotAMember`."""
        role = queries.role_in(self.db, organization.id, user.id)
        if role is None:
            raise NotAMember(user.username)
        self.withdraw(role, actor=actor)

    def remove(
        self, role: OrganizationRole, *, actor: Actor, signal: type[MemberSignal]
    ) -> None:
        """End a membership, and those in all teams, announced by `signal`."""
        organization, user, role_name = role.organization, role.user, role.role_name
        self._teams.dismiss(organization, user, actor=actor)
        self.db.delete(role)
        self.db.flush()
        self.announce(signal(organization, actor, user, role_name))
        self.announce(OrganizationLeft(user, actor, organization, role_name))

    def _require_other_owner(self, role: OrganizationRole) -> None:
        """Raise `OnlyOwner` for the only owner; lock the roles, which others may change.

        Raises `OnlyOwnerMeetingRules` for the last one who meets the rules.
        """
        queries.lock_organization(self.db, role.organization_id)
        owners = queries.owner_roles(self.db, role.organization_id)
        if owners == [role]:
            raise OnlyOwner(role.organization.name)
        meeting = [each for each in owners if not lacking(each.organization, each.user)]
        if meeting == [role]:
            raise OnlyOwnerMeetingRules(role.organization.name)


def offered_roles(organization: Organization) -> list[OrganizationRoleName]:
    """Return the roles that an organization gives: only companies are billed."""
    is_billed = organization.orgtype is OrganizationType.COMPANY
    return [
        each
        for each in OrganizationRoleName
        if is_billed or each is not OrganizationRoleName.BILLING_MANAGER
    ]
