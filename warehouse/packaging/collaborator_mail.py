"""The listeners that write to people about roles in projects."""

from warehouse.accounts.mailing import write_to
from warehouse.http import Request
from warehouse.packaging.collaborator_emails import (
    AddedAsCollaboratorMail,
    ChangedAsCollaboratorMail,
    CollaboratorAddedMail,
    CollaboratorChangedMail,
    CollaboratorRemovedMail,
    InvitedMail,
    RemovedAsCollaboratorMail,
    RoleMail,
)
from warehouse.packaging.queries import owners_told
from warehouse.packaging.role_signals import RoleAccepted, RoleChanged, RoleInvited
from warehouse.packaging.services.collaboration import INVITATION_LASTS
from warehouse.packaging.signals import RoleAdded, RoleRemoved, RoleSignal
from warehouse.signals import on


@on(RoleInvited)
def invite(signal: RoleInvited, request: Request) -> None:
    """Send somebody the link with which they accept or decline."""
    query = {"token": signal.invitation.token}
    mail = InvitedMail(
        username=signal.user.username,
        project=signal.project.name,
        role=signal.role_name,
        by=signal.actor.name or "",
        link=request.route_url("login.project_role", _query=query),
        hours=int(INVITATION_LASTS.total_seconds() // 3600),
    )
    write_to(request, signal.user, mail)


@on(RoleAdded, RoleAccepted)
def tell_of_role(signal: RoleSignal, request: Request) -> None:
    """Write that somebody has a role; whoever makes a project knows."""
    is_new = isinstance(signal, RoleAdded) and signal.user == signal.actor.user
    if not is_new:
        _tell(signal, request, CollaboratorAddedMail, AddedAsCollaboratorMail)


@on(RoleChanged)
def tell_of_change(signal: RoleChanged, request: Request) -> None:
    """Write that somebody has another role."""
    _tell(signal, request, CollaboratorChangedMail, ChangedAsCollaboratorMail)


@on(RoleRemoved)
def tell_of_removal(signal: RoleRemoved, request: Request) -> None:
    """Write that somebody has no role any more."""
    _tell(signal, request, CollaboratorRemovedMail, RemovedAsCollaboratorMail)


def _tell(
    signal: RoleSignal, request: Request, others: type[RoleMail], person: type[RoleMail]
) -> None:
    """Write to the other owners, those of the organization too, and to the person."""
    owners = owners_told(request.db, signal.project.id)
    name = signal.actor.name_among((*owners, signal.user))
    values = (signal.user.username, signal.project.name, signal.role_name, name)
    for owner in owners:
        if owner.id != signal.user.id:
            write_to(request, owner, others(*values))
    is_still_owner = isinstance(signal, RoleRemoved) and signal.user in owners
    if not is_still_owner:
        write_to(request, signal.user, person(*values))
