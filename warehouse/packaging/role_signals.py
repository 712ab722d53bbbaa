"""The signals of invitations to projects, and of changed roles."""

from dataclasses import dataclass

from warehouse.packaging.models import RoleInvitation
from warehouse.packaging.signals import AccountRoleSignal, RoleSignal


@dataclass(frozen=True)
class RoleInvited(
    RoleSignal, tag="project:role:invite", journal="invite {role_name} {user.username}"
):
    """Somebody was asked to work on a project."""

    invitation: RoleInvitation


class AccountRoleInvited(AccountRoleSignal, tag="account:role:invite"):
    """Somebody was asked to work on a project, as their own event log has it."""


class RoleAccepted(
    RoleSignal, tag="project:role:add", journal="accepted {role_name} {user.username}"
):
    """Somebody who was invited works on a project."""


class RoleDeclined(RoleSignal, tag="project:role:decline_invite"):
    """Somebody does not want to work on a project."""


class AccountRoleDeclined(AccountRoleSignal, tag="account:role:decline_invite"):
    """Somebody declined, as their own event log has it."""


class InvitationRevoked(
    RoleSignal,
    tag="project:role:revoke_invite",
    journal="revoke_invite {role_name} {user.username}",
):
    """An invitation was taken back before it was answered."""


class AccountInvitationRevoked(AccountRoleSignal, tag="account:role:revoke_invite"):
    """An invitation was taken back, as the event log of who was invited has it."""


@dataclass(frozen=True)
class RoleChanged(
    RoleSignal,
    tag="project:role:change",
    journal="change {former} {user.username} to {role_name}",
):
    """Somebody has another role in a project than before."""

    former: str


class AccountRoleChanged(AccountRoleSignal, tag="account:role:change"):
    """Somebody has another role, as their own event log has it."""
