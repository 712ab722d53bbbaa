"""The messages about projects of organizations, and about their teams there."""

from dataclasses import dataclass

from warehouse.email import Mail


@dataclass(frozen=True)
class BelongingMail(Mail, template="organization-project-added"):
    """What a message about a project and its organization says."""

    project: str
    organization: str
    by: str


class ProjectAddedMail(BelongingMail, template="organization-project-added"):
    """Tells owners that a project belongs to an organization."""


class ProjectRemovedMail(BelongingMail, template="organization-project-removed"):
    """Tells owners that a project belongs to an organization no longer."""


@dataclass(frozen=True)
class TeamRoleMail(Mail, template="team-collaborator-added"):
    """What a message about the role of a team says."""

    team: str
    project: str
    role: str
    by: str


class TeamAddedMail(TeamRoleMail, template="team-collaborator-added"):
    """Tells owners that a team works on their project."""


class AddedAsTeamMail(TeamRoleMail, template="added-as-team-collaborator"):
    """Tells the members that their team works on a project."""


class TeamChangedMail(TeamRoleMail, template="team-collaborator-role-changed"):
    """Tells owners that a team has another role."""


class ChangedAsTeamMail(TeamRoleMail, template="role-changed-as-team-collaborator"):
    """Tells the members that their team has another role."""


class TeamRemovedMail(TeamRoleMail, template="team-collaborator-removed"):
    """Tells owners that a team works on their project no longer."""


class RemovedAsTeamMail(TeamRoleMail, template="removed-as-team-collaborator"):
    """Tells the members that their team works on a project no longer."""
