"""The listeners that write to people about roles in projects."""

from collections.abc import Sequence

from warehouse.accounts.mailing import write_to
from warehouse.accounts.models import User
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
        by=_by(signal),
        link=request.route_url("login.project_role", _query=query),
        hours=int(INVITATION_LASTS.total_seconds() // 3600),
    )
    write_to(request, signal.user, mail, even_unverified=True)


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
    values = (signal.user.username, signal.project.name, signal.role_name, _by(signal))
    owners: Sequence[User] = owners_told(request.db, signal.project.id)
    for owner in owners:
        if owner.id != signal.user.id:
            write_to(request, owner, others(*values))
    write_to(request, signal.user, person(*values))


def _by(signal: RoleSignal) -> str:
    return signal.actor.name or ""
