"""Teams of an organization: their names, their members, and their roles in projects."""

from typing import Any

from warehouse.api.management import organization_documents as ours
from warehouse.api.management.bodies import Choice, Text
from warehouse.api.management.calls import PAGED, Answer, Call, endpoint
from warehouse.api.management.problems import Problem
from warehouse.api.management.views import projects
from warehouse.api.management.views.organizations import MANAGES, READS, require_standing
from warehouse.organizations import queries
from warehouse.organizations.models import Team, TeamRole
from warehouse.organizations.services import TeamService
from warehouse.organizations.services.teams import LONGEST_NAME
from warehouse.packaging.models import TeamProjectRole, TeamProjectRoleName
from warehouse.packaging.queries import roles_of_team, team_roles_in
from warehouse.packaging.services import TeamProjectService

_NAMED = {"name": Text(LONGEST_NAME)}
_ROLE = {"role": Choice(tuple(each.value for each in TeamProjectRoleName))}


@endpoint("api.v1.organization.teams", fields=PAGED, **READS)
def teams(call: Call) -> dict[str, Any]:
    """Answer with a page of the teams, by name."""
    require_standing(call)
    found, more = call.page_of(queries.teams_of(call.request.db, call.organization))
    return {"teams": [ours.team_document(*each) for each in found], "next": more}


@endpoint("api.v1.organization.teams", "POST", fields=_NAMED, **MANAGES)
def create_team(call: Call) -> Answer:
    """Make a team."""
    made = _service(call).create(
        call.organization, call.given["name"], actor=call.request.actor
    )
    return Answer(201, ours.team_document(made, 0))


@endpoint("api.v1.organization.team", "PUT", fields=_NAMED, **MANAGES)
def rename_team(call: Call) -> dict[str, Any]:
    """Give a team another name."""
    team = _team(call)
    _service(call).rename(team, call.given["name"], actor=call.request.actor)
    return ours.team_document(team, len(queries.members_of_team(call.request.db, team)))


@endpoint("api.v1.organization.team", "DELETE", **MANAGES)
def delete_team(call: Call) -> Answer:
    """Delete a team."""
    _service(call).delete(_team(call), actor=call.request.actor)
    return Answer(204)


@endpoint("api.v1.organization.team.members", fields=PAGED, **READS)
def team_members(call: Call) -> dict[str, Any]:
    """Answer with a page of the members of a team, by name."""
    found, more = call.page_of(queries.members_of_team(call.request.db, _team(call)))
    said = [ours.team_member_document(each.user) for each in found]
    return {"members": said, "next": more}


@endpoint(
    "api.v1.organization.team.members", "POST", fields={"username": Text(100)}, **MANAGES
)
def add_to_team(call: Call) -> Answer:
    """Put a member of the organization on a team."""
    user = _service(call).add_member(
        _team(call), call.given["username"], actor=call.request.actor
    )
    return Answer(201, ours.team_member_document(user))


@endpoint("api.v1.organization.team.member", "DELETE", **MANAGES)
def remove_from_team(call: Call) -> Answer:
    """Take somebody out of a team."""
    _service(call).remove_member(_membership(call), actor=call.request.actor)
    return Answer(204)


@endpoint("api.v1.organization.team.projects", fields=PAGED, **READS)
def team_projects(call: Call) -> dict[str, Any]:
    """Answer with a page of the projects on which a team works, by name."""
    found, more = call.page_of(roles_of_team(call.request.db, _team(call)))
    return {"projects": [ours.team_project_document(each) for each in found], "next": more}


@endpoint("api.v1.project.teams", fields=PAGED, **projects.READS)
def project_teams(call: Call) -> dict[str, Any]:
    """Answer with a page of the teams that work on a project, by name."""
    found, more = call.page_of(team_roles_in(call.request.db, call.project.id))
    return {"teams": [ours.project_team_document(each) for each in found], "next": more}


@endpoint("api.v1.project.team", "PUT", fields=_ROLE, **projects.WRITES)
def give_team_role(call: Call) -> dict[str, Any]:
    """Give a team of the organization a role in a project, or another one."""
    wanted, actor = TeamProjectRoleName(call.given["role"]), call.request.actor
    service, role = call.request.service(TeamProjectService), _role_in_project(call)
    if role is None:
        service.add(call.project, call.part("team"), wanted, actor=actor)
        role = _role_in_project(call)
        assert role is not None
    else:
        service.change(role, wanted, actor=actor)
    return ours.project_team_document(role)


@endpoint("api.v1.project.team", "DELETE", **projects.WRITES)
def take_team_role(call: Call) -> Answer:
    """Take the role of a team in a project."""
    role = _role_in_project(call)
    if role is None:
        raise Problem(404, f"No team of that name works on {call.project.name}.")
    call.request.service(TeamProjectService).withdraw(role, actor=call.request.actor)
    return Answer(204)


def _service(call: Call) -> TeamService:
    require_standing(call)
    return call.request.service(TeamService)


def _team(call: Call) -> Team:
    """Return the team that the path names; raises `Problem`."""
    require_standing(call)
    found = queries.team_named(call.request.db, call.organization.id, call.part("team"))
    if found is None:
        raise Problem(404, f"{call.organization.name} has no team of that name.")
    return found


def _membership(call: Call) -> TeamRole:
    team, wanted = _team(call), call.part("username").lower()
    for each in queries.members_of_team(call.request.db, team):
        if each.user.username.lower() == wanted:
            found = _service(call).find_member(team, each.id)
            if found is not None:
                return found
    raise Problem(404, f"Nobody of that name is on the team {team.name}.")


def _role_in_project(call: Call) -> TeamProjectRole | None:
    """Return the role of the team that the path names, by its name or normalised name."""
    wanted = call.part("team")
    for each in team_roles_in(call.request.db, call.project.id):
        found = queries.team_named(call.request.db, each.team.organization_id, wanted)
        if found is not None and found.id == each.team_id:
            return each
    return None
