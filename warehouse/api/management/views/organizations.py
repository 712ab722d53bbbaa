"""Organizations: one of them, its people, and who is invited."""

from typing import Any

from warehouse.api.management import documents
from warehouse.api.management import organization_documents as ours
from warehouse.api.management.bodies import Choice, Text
from warehouse.api.management.calls import PAGED, Answer, Call, endpoint
from warehouse.api.management.problems import Problem
from warehouse.organizations import queries
from warehouse.organizations.errors import OrganizationInactive
from warehouse.organizations.models import OrganizationRole, OrganizationRoleName
from warehouse.organizations.resources import OrganizationResource
from warehouse.organizations.services import InvitationService, MemberService
from warehouse.security import Permission

READS: dict[str, Any] = {
    "context": OrganizationResource,
    "permission": Permission.ORGANIZATION_READ,
}
LEAVES: dict[str, Any] = {**READS, "permission": Permission.ORGANIZATION_LEAVE}
MANAGES: dict[str, Any] = {**READS, "permission": Permission.ORGANIZATION_MANAGE}
WRITES: dict[str, Any] = {**READS, "permission": Permission.ORGANIZATION_WRITE}
_ROLE = Choice(tuple(each.value for each in OrganizationRoleName))


def require_standing(call: Call) -> None:
    """Raise `OrganizationInactive` where the pages of an organization lead away."""
    if not call.organization.is_in_good_standing:
        raise OrganizationInactive(call.organization.name)


@endpoint("api.v1.organization", **READS)
def organization(call: Call) -> dict[str, Any]:
    """Answer with one organization."""
    return ours.organization_document(call.organization)


@endpoint("api.v1.organization.leave", "POST", **LEAVES)
def leave(call: Call) -> Answer:
    """End one's own membership."""
    service = call.request.service(MemberService)
    service.leave(call.organization, call.user, actor=call.request.actor)
    return Answer(204)


@endpoint("api.v1.organization.people", fields=PAGED, **READS)
def people(call: Call) -> dict[str, Any]:
    """Answer with a page of the members, by role and name."""
    require_standing(call)
    found, more = call.page_of(queries.members_of(call.request.db, call.organization))
    return {"people": [ours.member_document(each) for each in found], "next": more}


@endpoint("api.v1.organization.person", "PUT", fields={"role": _ROLE}, **WRITES)
def change_member(call: Call) -> dict[str, Any]:
    """Give a member another role."""
    role, wanted = _member(call), OrganizationRoleName(call.given["role"])
    call.request.service(MemberService).change(role, wanted, actor=call.request.actor)
    return ours.member_document(role)


@endpoint("api.v1.organization.person", "DELETE", **WRITES)
def remove_member(call: Call) -> Answer:
    """End a membership."""
    role = _member(call)
    call.request.service(MemberService).withdraw(role, actor=call.request.actor)
    return Answer(204)


@endpoint("api.v1.organization.invitations", fields=PAGED, **READS)
def invitations(call: Call) -> dict[str, Any]:
    """Answer with a page of the invitations, the newest first."""
    require_standing(call)
    found, more = call.page_of(queries.people_invited(call.request.db, call.organization))
    said = [documents.invitation_document(each) for each in found]
    return {"invitations": said, "next": more}


@endpoint(
    "api.v1.organization.invitations",
    "POST",
    fields={"username": Text(100), "role": _ROLE},
    **WRITES,
)
def invite_member(call: Call) -> Answer:
    """Ask somebody to join."""
    made = call.request.service(InvitationService).invite(
        call.organization,
        call.given["username"],
        OrganizationRoleName(call.given["role"]),
        actor=call.request.actor,
    )
    return Answer(201, documents.invitation_document(made))


@endpoint("api.v1.organization.invitation", "DELETE", **WRITES)
def revoke_invitation(call: Call) -> Answer:
    """Take an invitation back."""
    require_standing(call)
    found = queries.people_invited(call.request.db, call.organization)
    names = {each.user.username.lower(): each.user_id for each in found}
    invited = names.get(call.part("username").lower())
    if invited is None:
        raise Problem(404, "Nobody of that name is invited.")
    service = call.request.service(InvitationService)
    service.revoke(call.organization, invited, actor=call.request.actor)
    return Answer(204)


def _member(call: Call) -> OrganizationRole:
    """Return the role of whom the path names, locked; raises `Problem`."""
    require_standing(call)
    wanted = call.part("username").lower()
    for each in queries.members_of(call.request.db, call.organization):
        if each.user.username.lower() == wanted:
            service = call.request.service(MemberService)
            role = service.find(call.organization, each.id)
            if role is not None:
                return role
    raise Problem(404, f"Nobody of that name belongs to {call.organization.name}.")
