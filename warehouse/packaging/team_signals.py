"""The signals of the roles that teams have in projects.

Each is in the event logs of the project, of the organization and of the team.
"""

from dataclasses import dataclass
from typing import Any

from warehouse.organizations.models import Team
from warehouse.organizations.team_signals import TeamEntry, TeamSignal
from warehouse.packaging.signals import ProjectSignal


@dataclass(frozen=True)
class TeamRoleSignal(ProjectSignal):
    """Something that happened to the role of a team in a project."""

    role_name: str
    team: Team

    def details(self) -> dict[str, Any]:
        """Return by whom, which role, and of which team."""
        return {
            **super().details(),
            "role_name": self.role_name,
            "target_team": self.team.name,
        }


class TeamRoleAdded(
    TeamRoleSignal,
    tag="project:team_project_role:add",
    journal="add {role_name} {team.name}",
):
    """A team works on a project."""


@dataclass(frozen=True)
class TeamRoleChanged(
    TeamRoleSignal,
    tag="project:team_project_role:change",
    journal="change {former} {team.name} to {role_name}",
):
    """A team has another role in a project than before."""

    former: str


class TeamRoleRemoved(
    TeamRoleSignal,
    tag="project:team_project_role:remove",
    journal="remove {role_name} {team.name}",
):
    """A team works on a project no longer."""


@dataclass(frozen=True)
class TeamRoleOfOrganization(TeamSignal):
    """A role of a team in a project, as the event log of the organization has it."""

    project_name: str
    role_name: str

    def details(self) -> dict[str, Any]:
        """Return by whom, which team, in which project, and which role."""
        return {
            **super().details(),
            "project_name": self.project_name,
            "role_name": self.role_name,
        }


class RoleAddedInOrganization(
    TeamRoleOfOrganization, tag="organization:team_project_role:add"
):
    """A team of the organization works on a project."""


class RoleChangedInOrganization(
    TeamRoleOfOrganization, tag="organization:team_project_role:change"
):
    """A team of the organization has another role in a project."""


class RoleRemovedInOrganization(
    TeamRoleOfOrganization, tag="organization:team_project_role:remove"
):
    """A team of the organization works on a project no longer."""


class RoleAddedEntry(TeamEntry, tag="team:team_project_role:add"):
    """The team works on a project."""


class RoleChangedEntry(TeamEntry, tag="team:team_project_role:change"):
    """The team has another role in a project."""


class RoleRemovedEntry(TeamEntry, tag="team:team_project_role:remove"):
    """The team works on a project no longer."""
