"""Teams of organizations, and their members."""

import re
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from warehouse.accounts.models import User
from warehouse.accounts.queries import user_named
from warehouse.organizations import queries
from warehouse.organizations.errors import (
    NotAMember,
    NotOnTeam,
    OnTeamAlready,
    OrganizationInactive,
    TeamGone,
    TeamNameInvalid,
    TeamNameTaken,
)
from warehouse.organizations.models import Organization, Team, TeamRole, TeamRoleName
from warehouse.organizations.team_signals import (
    TeamCreated,
    TeamCreatedEntry,
    TeamDeleted,
    TeamGroupChanged,
    TeamGroupChangedEntry,
    TeamJoined,
    TeamLeft,
    TeamMemberAdded,
    TeamMemberAddedEntry,
    TeamMemberRemoved,
    TeamMemberRemovedEntry,
    TeamRenamed,
    TeamRenamedEntry,
)
from warehouse.organizations.visibility_signals import (
    TeamVisibilityChanged,
    TeamVisibilityChangedEntry,
)
from warehouse.security import Actor
from warehouse.signals import Announce

LONGEST_NAME = 50
_NAME = re.compile(r"[^\s/._-]|[^\s/._-].*[^\s/._-]")


class TeamService:
    """Makes and changes teams."""

    def __init__(self, db: Session, announce: Announce) -> None:
        self.db, self.announce = db, announce

    def create(self, organization: Organization, name: str, *, actor: Actor) -> Team:
        """Make a team.

        Raises `OrganizationInactive`, `TeamNameInvalid` or `TeamNameTaken`.
        """
        queries.lock_organization(self.db, organization.id)
        if not organization.is_in_good_standing:
            raise OrganizationInactive(organization.name)
        self._check_name(organization, name)
        team = Team(organization=organization, name=name)
        self.db.add(team)
        self.db.flush()
        made = TeamCreated(organization, actor, team)
        self.announce(made)
        self.announce(TeamCreatedEntry(made))
        return team

    def rename(self, team: Team, name: str, *, actor: Actor) -> None:
        """Give a team another name.

        Raises `TeamNameInvalid`, `TeamNameTaken` or `TeamGone`.
        """
        self._lock(team)
        if team.name == name:
            return
        self._check_name(team.organization, name, team)
        previous, team.name = team.name, name
        self.db.flush()
        renamed = TeamRenamed(team.organization, actor, team, previous)
        self.announce(renamed)
        self.announce(TeamRenamedEntry(renamed))

    def follow(self, team: Team, group: str | None, *, actor: Actor) -> None:
        """Let a group from outside decide who is on a team, or nobody but its managers.

        Raises `TeamGone`.
        """
        self._lock(team)
        if team.outside_group == group:
            return
        team.outside_group = group
        self.db.flush()
        followed = TeamGroupChanged(team.organization, actor, team, group)
        self.announce(followed)
        self.announce(TeamGroupChangedEntry(followed))

    def show(self, team: Team, *, is_public: bool, actor: Actor) -> None:
        """Show a team on the public page, or show it no longer; raises `TeamGone`."""
        self._lock(team)
        if team.is_public == is_public:
            return
        team.is_public = is_public
        self.db.flush()
        changed = TeamVisibilityChanged(team.organization, actor, team, is_public)
        self.announce(changed)
        self.announce(TeamVisibilityChangedEntry(changed))

    def delete(self, team: Team, *, actor: Actor) -> None:
        """Delete a team; what its members may do by it ends. Raises `TeamGone`."""
        self._lock(team)
        self.announce(TeamDeleted(team.organization, actor, team))
        self.db.delete(team)
        self.db.flush()

    def find_member(self, team: Team, key: UUID) -> TeamRole | None:
        """Return a membership in a team, whose organization is locked, or None."""
        queries.lock_organization(self.db, team.organization_id)
        return self.db.scalar(
            select(TeamRole).where(TeamRole.team_id == team.id, TeamRole.id == key)
        )

    def add_member(self, team: Team, username: str, *, actor: Actor) -> User:
        """Add a member of the organization.

        Raises `NotAMember`, `OnTeamAlready` or `TeamGone`.
        """
        self._lock(team)
        user = user_named(self.db, username.strip())
        if user is None or (
            queries.role_in(self.db, team.organization_id, user.id) is None
        ):
            raise NotAMember(username)
        if queries.is_on_team(self.db, team.id, user.id):
            raise OnTeamAlready(user.username)
        self.db.add(TeamRole(team=team, user=user, role_name=TeamRoleName.MEMBER))
        self.db.flush()
        added = TeamMemberAdded(team.organization, actor, team, user)
        self.announce(added)
        self.announce(TeamMemberAddedEntry(added))
        self.announce(TeamJoined(user, actor, team))
        return user

    def remove_member(self, role: TeamRole, *, actor: Actor) -> None:
        """Take somebody out of a team."""
        team, user = role.team, role.user
        self.db.delete(role)
        self.db.flush()
        removed = TeamMemberRemoved(team.organization, actor, team, user)
        self.announce(removed)
        self.announce(TeamMemberRemovedEntry(removed))
        self.announce(TeamLeft(user, actor, team))

    def leave(self, team: Team, user: User, *, actor: Actor) -> None:
        """End one's own membership in a team; raises `NotOnTeam`."""
        queries.lock_organization(self.db, team.organization_id)
        for role in queries.team_roles_of(self.db, team.organization_id, user.id):
            if role.team_id == team.id:
                return self.remove_member(role, actor=actor)
        raise NotOnTeam(user.username)

    def dismiss(self, organization: Organization, user: User, *, actor: Actor) -> None:
        """Take somebody out of every team of an organization."""
        for role in queries.team_roles_of(self.db, organization.id, user.id):
            self.remove_member(role, actor=actor)

    def _lock(self, team: Team) -> None:
        """Lock the organization; raises `TeamGone` if the team was deleted meanwhile."""
        queries.lock_organization(self.db, team.organization_id)
        if not queries.is_team(self.db, team.id):
            raise TeamGone

    def _check_name(
        self, organization: Organization, name: str, team: Team | None = None
    ) -> None:
        if len(name) > LONGEST_NAME or not _NAME.fullmatch(name):
            raise TeamNameInvalid(name)
        found = queries.team_named(self.db, organization.id, name)
        if found is not None and found is not team:
            raise TeamNameTaken(name)
