"""The listeners that write to the people of organizations."""

from collections.abc import Iterable

from warehouse.accounts.mailing import write_to
from warehouse.accounts.models import User
from warehouse.email import Mail
from warehouse.http import Request
from warehouse.organizations import member_emails as mails
from warehouse.organizations.member_signals import (
    InvitationRevoked,
    MemberAccepted,
    MemberChanged,
    MemberDeclined,
    MemberInvited,
    MemberRemoved,
)
from warehouse.organizations.queries import managers_of, owners_of
from warehouse.organizations.services.invitations import INVITATION_LASTS
from warehouse.organizations.signals import (
    MemberSignal,
    OrganizationDeleted,
    OrganizationUpdated,
)
from warehouse.organizations.team_signals import (
    TeamCreated,
    TeamDeleted,
    TeamMemberAdded,
    TeamMemberRemoved,
    TeamMemberSignal,
    TeamSignal,
)
from warehouse.signals import on


@on(MemberInvited)
def invite(signal: MemberInvited, request: Request) -> None:
    """Send somebody the link with which they accept or decline, and tell the owners."""
    query = {"token": signal.invitation.token}
    mail = mails.InvitedMail(
        username=signal.user.username,
        organization=signal.organization.name,
        role=signal.role_name,
        by=signal.actor.name or "",
        link=request.route_url("login.organization_role", _query=query),
        hours=int(INVITATION_LASTS.total_seconds() // 3600),
    )
    write_to(request, signal.user, mail)
    _tell(signal, request, mails.MemberInvitedMail)


@on(InvitationRevoked)
def tell_of_revocation(signal: InvitationRevoked, request: Request) -> None:
    """Write that an invitation was taken back."""
    _tell(signal, request, mails.InviteCanceledMail, mails.CanceledAsInvitedMail)


@on(MemberDeclined)
def tell_of_refusal(signal: MemberDeclined, request: Request) -> None:
    """Write that somebody declined, and what they say."""
    _tell(signal, request, mails.InviteDeclinedMail, mails.DeclinedAsInvitedMail)


@on(MemberAccepted)
def tell_of_member(signal: MemberAccepted, request: Request) -> None:
    """Write that somebody joined."""
    _tell(signal, request, mails.MemberAddedMail, mails.AddedAsMemberMail)


@on(MemberChanged)
def tell_of_change(signal: MemberChanged, request: Request) -> None:
    """Write that somebody has another role."""
    _tell(signal, request, mails.MemberChangedMail, mails.ChangedAsMemberMail)


@on(MemberRemoved)
def tell_of_removal(signal: MemberRemoved, request: Request) -> None:
    """Write that somebody is a member no longer."""
    _tell(signal, request, mails.MemberRemovedMail, mails.RemovedAsMemberMail)


@on(OrganizationUpdated)
def tell_of_update(signal: OrganizationUpdated, request: Request) -> None:
    """Write what the page of an organization says now."""
    names = tuple(sorted(signal.changes))
    mail = mails.OrganizationUpdatedMail(
        organization=signal.organization.name,
        by=signal.actor.name or "",
        names=names,
        before=tuple(signal.changes[each][0] for each in names),
        after=tuple(signal.changes[each][1] for each in names),
    )
    _write(request, owners_of(request.db, signal.organization.id), mail)


@on(OrganizationDeleted)
def tell_of_deletion(signal: OrganizationDeleted, request: Request) -> None:
    """Write that an organization is gone."""
    mail = mails.OrganizationDeletedMail(signal.name, signal.actor.name or "")
    _write(request, signal.owners, mail)


@on(TeamCreated)
def tell_of_team(signal: TeamCreated, request: Request) -> None:
    """Write that there is another team."""
    _tell_managers(signal, request, mails.TeamCreatedMail)


@on(TeamDeleted)
def tell_of_lost_team(signal: TeamDeleted, request: Request) -> None:
    """Write that a team is gone."""
    _tell_managers(signal, request, mails.TeamDeletedMail)


@on(TeamMemberAdded)
def tell_of_team_member(signal: TeamMemberAdded, request: Request) -> None:
    """Write that somebody is on a team."""
    _tell_team(signal, request, mails.TeamMemberAddedMail, mails.AddedAsTeamMemberMail)


@on(TeamMemberRemoved)
def tell_of_lost_member(signal: TeamMemberRemoved, request: Request) -> None:
    """Write that somebody is on a team no longer."""
    _tell_team(signal, request, mails.TeamMemberRemovedMail, mails.RemovedAsTeamMemberMail)


def _tell(
    signal: MemberSignal,
    request: Request,
    others: type[mails.MemberMail],
    person: type[mails.MemberMail] | None = None,
) -> None:
    """Write to the other owners, and to the person."""
    group, user = signal.organization, signal.user
    values = (user.username, group.name, signal.role_name, signal.actor.name or "")
    message = signal.message if isinstance(signal, MemberDeclined) else ""
    owners = [each for each in owners_of(request.db, group.id) if each.id != user.id]
    _write(request, owners, others(*values, message))
    if person is not None:
        write_to(request, user, person(*values, message))


def _tell_managers(
    signal: TeamSignal, request: Request, kind: type[mails.TeamMail]
) -> None:
    group = signal.organization
    mail = kind(signal.team.name, group.name, signal.actor.name or "")
    _write(request, managers_of(request.db, group.id), mail)


def _tell_team(
    signal: TeamMemberSignal,
    request: Request,
    others: type[mails.TeamMail],
    person: type[mails.TeamMail],
) -> None:
    group, user = signal.organization, signal.user
    values = (signal.team.name, group.name, signal.actor.name or "", user.username)
    managers = [each for each in managers_of(request.db, group.id) if each.id != user.id]
    _write(request, managers, others(*values))
    write_to(request, user, person(*values))


def _write(request: Request, people: Iterable[User], mail: Mail) -> None:
    for each in people:
        write_to(request, each, mail)
