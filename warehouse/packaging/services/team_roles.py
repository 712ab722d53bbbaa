"""Roles of teams in the projects of their organization."""

from sqlalchemy.orm import Session

from warehouse.accounts.models import User
from warehouse.organizations.models import OrganizationRoleName, Team
from warehouse.organizations.queries import (
    is_on_team,
    lock_organization,
    role_in,
    team_named,
)
from warehouse.packaging.errors import OwnTeamKept, TeamElsewhere, TeamRoleExists
from warehouse.packaging.models import Project, TeamProjectRole, TeamProjectRoleName
from warehouse.packaging.queries import organization_of, team_roles_in
from warehouse.packaging.team_signals import (
    RoleAddedEntry,
    RoleAddedInOrganization,
    RoleChangedEntry,
    RoleChangedInOrganization,
    RoleRemovedEntry,
    RoleRemovedInOrganization,
    TeamRoleAdded,
    TeamRoleChanged,
    TeamRoleRemoved,
)
from warehouse.security import Actor
from warehouse.signals import Announce


class TeamProjectService:
    """Gives teams roles in projects, and takes them."""

    def __init__(self, db: Session, announce: Announce) -> None:
        self.db, self.announce = db, announce

    def add(
        self,
        project: Project,
        team_name: str,
        role_name: TeamProjectRoleName,
        *,
        actor: Actor,
    ) -> Team:
        """Give a team a role; raises `TeamElsewhere` or `TeamRoleExists`."""
        team = self._team(project, team_name)
        if any(each.team_id == team.id for each in team_roles_in(self.db, project.id)):
            raise TeamRoleExists(project.name, team.name)
        self.db.add(TeamProjectRole(project=project, team=team, role_name=role_name))
        self.db.flush()
        said = (team.organization, actor, team, project.name, role_name)
        self.announce(TeamRoleAdded(project, actor, role_name, team))
        self.announce(added := RoleAddedInOrganization(*said))
        self.announce(RoleAddedEntry(added))
        return team

    def change(
        self, role: TeamProjectRole, role_name: TeamProjectRoleName, *, actor: Actor
    ) -> None:
        """Give a team the other role; raises `OwnTeamKept`."""
        self._require_another(role, actor)
        if role.role_name == role_name:
            return
        former, role.role_name = role.role_name, role_name
        self.db.flush()
        project, team = role.project, role.team
        said = (team.organization, actor, team, project.name, role_name)
        self.announce(TeamRoleChanged(project, actor, role_name, team, former))
        self.announce(changed := RoleChangedInOrganization(*said))
        self.announce(RoleChangedEntry(changed))

    def withdraw(self, role: TeamProjectRole, *, actor: Actor) -> None:
        """Take the role of a team as an owner does; raises `OwnTeamKept`."""
        self._require_another(role, actor)
        self.remove(role, actor=actor)

    def remove(self, role: TeamProjectRole, *, actor: Actor) -> None:
        """Take the role of a team."""
        project, team, role_name = role.project, role.team, role.role_name
        self.db.delete(role)
        self.db.flush()
        said = (team.organization, actor, team, project.name, role_name)
        self.announce(TeamRoleRemoved(project, actor, role_name, team))
        self.announce(removed := RoleRemovedInOrganization(*said))
        self.announce(RoleRemovedEntry(removed))

    def _team(self, project: Project, name: str) -> Team:
        """Return a team of the organization, which is locked; raises `TeamElsewhere`."""
        organization = organization_of(self.db, project.id)
        if organization is not None:
            lock_organization(self.db, organization.id)
            # It may have been transferred while we waited.
            organization = organization_of(self.db, project.id)
        if organization is not None:
            team = team_named(self.db, organization.id, name)
            if team is not None:
                return team
        raise TeamElsewhere(project.name, name)

    def _require_another(self, role: TeamProjectRole, actor: Actor) -> None:
        """Raise `OwnTeamKept` if the actor owns the project by this role."""
        if role.role_name is TeamProjectRoleName.OWNER and actor.user is not None:
            self._require_aside(role.team, actor.user)

    def _require_aside(self, team: Team, user: User) -> None:
        above = role_in(self.db, team.organization_id, user.id)
        is_owner = above is not None and above.role_name is OrganizationRoleName.OWNER
        if is_on_team(self.db, team.id, user.id) and not is_owner:
            raise OwnTeamKept
