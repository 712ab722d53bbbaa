"""Who works on a project: roles and invitations."""

from typing import Any

from warehouse.api.management import documents
from warehouse.api.management.bodies import Choice, Text
from warehouse.api.management.calls import PAGED, Answer, Call, endpoint
from warehouse.api.management.problems import Problem
from warehouse.api.management.views.projects import READS, WRITES
from warehouse.packaging import queries
from warehouse.packaging.models import Role, RoleInvitation
from warehouse.packaging.services import CollaborationService, RoleService

_ROLE = Choice(("Owner", "Maintainer"))


@endpoint("api.v1.collaborators", fields=PAGED, **READS)
def collaborators(call: Call) -> dict[str, Any]:
    """Answer with a page of who has a role, and then of who was invited."""
    invitations = queries.invitations_to(call.request.db, call.project.id)
    everybody: list[Role | RoleInvitation] = [
        *documents.sorted_roles(call.project.roles),
        *invitations,
    ]
    found, more = call.page(lambda *, offset, limit: everybody[offset : offset + limit])
    return {**documents.collaborators_document(found), "next": more}


@endpoint(
    "api.v1.collaborators",
    "POST",
    fields={"username": Text(100), "role": _ROLE},
    **WRITES,
)
def invite(call: Call) -> Answer:
    """Ask somebody to work on a project."""
    invitation = call.request.service(CollaborationService).invite(
        call.project,
        call.given["username"],
        call.given["role"],
        actor=call.request.actor,
    )
    return Answer(201, documents.invitation_document(invitation))


@endpoint("api.v1.collaborator", "PUT", fields={"role": _ROLE}, **WRITES)
def change_role(call: Call) -> dict[str, Any]:
    """Give somebody the other role."""
    role = _role(call)
    if role is None:
        raise _nobody(call)
    call.request.service(RoleService).change(
        role, call.given["role"], actor=call.request.actor
    )
    return documents.role_document(role)


@endpoint("api.v1.collaborator", "DELETE", **WRITES)
def remove(call: Call) -> Answer:
    """Take somebody's role, or an invitation back."""
    role, actor = _role(call), call.request.actor
    if role is not None:
        call.request.service(RoleService).withdraw(role, actor=actor)
        return Answer(204)
    invitations = queries.invitations_to(call.request.db, call.project.id)
    names = {each.user.username.lower(): each.user_id for each in invitations}
    invited = names.get(call.part("username").lower())
    if invited is None:
        raise _nobody(call)
    call.request.service(CollaborationService).revoke(call.project, invited, actor=actor)
    return Answer(204)


def _role(call: Call) -> Role | None:
    """Return the role of whom the path names, locked; None if they have none."""
    wanted = call.part("username").lower()
    for each in call.project.roles:
        if each.user.username.lower() == wanted:
            return call.request.service(RoleService).find(call.project, each.id)
    return None


def _nobody(call: Call) -> Problem:
    return Problem(404, f"Nobody of that name works on {call.project.name}.")
