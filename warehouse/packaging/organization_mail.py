"""The listeners that write about projects of organizations, and their teams there."""

from warehouse.accounts.mailing import write_to
from warehouse.http import Request
from warehouse.organizations.queries import members_of_team, owners_of
from warehouse.packaging import organization_emails as mails
from warehouse.packaging.queries import owners_told
from warehouse.packaging.signals import ProjectJoinedOrganization, ProjectLeftOrganization
from warehouse.packaging.team_signals import (
    TeamRoleAdded,
    TeamRoleChanged,
    TeamRoleRemoved,
    TeamRoleSignal,
)
from warehouse.signals import on


@on(ProjectJoinedOrganization)
def tell_of_belonging(signal: ProjectJoinedOrganization, request: Request) -> None:
    """Write that a project belongs to an organization, or does no longer."""
    has_left = isinstance(signal, ProjectLeftOrganization)
    kind = mails.ProjectRemovedMail if has_left else mails.ProjectAddedMail
    group, project = signal.organization, signal.project
    told = {each.id: each for each in owners_of(request.db, group.id)}
    told |= {each.id: each for each in owners_told(request.db, project.id)}
    name = signal.actor.name_among(list(told.values()))
    for each in told.values():
        write_to(request, each, kind(project.name, group.name, name))


@on(TeamRoleAdded)
def tell_of_team(signal: TeamRoleAdded, request: Request) -> None:
    """Write that a team works on a project."""
    _tell(signal, request, mails.TeamAddedMail, mails.AddedAsTeamMail)


@on(TeamRoleChanged)
def tell_of_change(signal: TeamRoleChanged, request: Request) -> None:
    """Write that a team has another role."""
    _tell(signal, request, mails.TeamChangedMail, mails.ChangedAsTeamMail)


@on(TeamRoleRemoved)
def tell_of_removal(signal: TeamRoleRemoved, request: Request) -> None:
    """Write that a team works on a project no longer."""
    _tell(signal, request, mails.TeamRemovedMail, mails.RemovedAsTeamMail)


def _tell(
    signal: TeamRoleSignal,
    request: Request,
    others: type[mails.TeamRoleMail],
    member: type[mails.TeamRoleMail],
) -> None:
    """Write to the members of the team, and to owners who are not on it."""
    members = [each.user for each in members_of_team(request.db, signal.team)]
    by = signal.actor.name or ""
    values = (signal.team.name, signal.project.name, signal.role_name, by)
    for each in members:
        write_to(request, each, member(*values))
    for each in owners_told(request.db, signal.project.id):
        if each not in members:
            write_to(request, each, others(*values))
