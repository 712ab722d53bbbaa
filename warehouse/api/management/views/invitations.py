"""To what an account is invited, and its answers."""

from typing import Any
from uuid import UUID

from warehouse.accounts.resources import OwnAccountResource
from warehouse.api.management import organization_documents as ours
from warehouse.api.management.bodies import Text
from warehouse.api.management.calls import PAGED, Answer, Call, endpoint
from warehouse.api.management.problems import FieldError, Problem
from warehouse.http.keys import found_by_key
from warehouse.organizations.models import OrganizationInvitation
from warehouse.organizations.queries import organizations_inviting
from warehouse.organizations.services import InvitationService
from warehouse.packaging.models import RoleInvitation
from warehouse.packaging.queries import invitations_of
from warehouse.packaging.services import CollaborationService
from warehouse.security import Permission

_OWN: dict[str, Any] = {
    "context": OwnAccountResource,
    "permission": Permission.ACCOUNT_MANAGE,
}
_LONGEST_MESSAGE = 1000
_SERVICES: dict[type, type] = {
    RoleInvitation: CollaborationService,
    OrganizationInvitation: InvitationService,
}


@endpoint("api.v1.invitations", fields=PAGED, **_OWN)
def own_invitations(call: Call) -> dict[str, Any]:
    """Answer with a page of the invitations that wait for an answer, projects first."""
    found, more = call.page_of(_waiting(call))
    said = [ours.own_invitation_document(each) for each in found]
    return {"invitations": said, "next": more}


@endpoint("api.v1.invitation.accept", "POST", **_OWN)
def accept_invitation(call: Call) -> Answer:
    """Accept an invitation."""
    service, invitation = _read(call)
    service.accept(invitation, actor=call.request.actor)
    return Answer(204)


@endpoint(
    "api.v1.invitation.decline",
    "POST",
    fields={"message": Text(_LONGEST_MESSAGE, default="")},
    **_OWN,
)
def decline_invitation(call: Call) -> Answer:
    """Decline an invitation; owners of an organization read the message."""
    service, invitation = _read(call)
    actor, message = call.request.actor, call.given["message"]
    if isinstance(service, InvitationService):
        service.decline(invitation, message=message, actor=actor)
    elif message:
        wrong = "Nobody reads one about a project: leave it out."
        raise Problem(400, f"message: {wrong}", errors=[FieldError("message", wrong)])
    else:
        service.decline(invitation, actor=actor)
    return Answer(204)


def _waiting(call: Call) -> list[RoleInvitation | OrganizationInvitation]:
    db, user = call.request.db, call.user
    return [*invitations_of(db, user.id), *organizations_inviting(db, user.id)]


def _read(call: Call) -> tuple[Any, Any]:
    """Return the invitation that the path names, as its link leads to, and its service."""

    def find(key: UUID) -> Any:
        return next((each for each in _waiting(call) if each.id == key), None)

    found = found_by_key(call.request, find, "You have no such invitation.")
    service: Any = call.request.service(_SERVICES[type(found)])
    return service, service.read(found.token, call.user)
