"""The signals of members of organizations, and of invitations to them."""

from dataclasses import dataclass

from warehouse.organizations.models import OrganizationInvitation
from warehouse.organizations.signals import MemberSignal, OrganizationJoined


@dataclass(frozen=True)
class MemberInvited(MemberSignal, tag="organization:organization_role:invite"):
    """Somebody was asked to join an organization."""

    invitation: OrganizationInvitation


class AccountInvited(OrganizationJoined, tag="account:organization_role:invite"):
    """Somebody was asked to join, as their own event log has it."""


class MemberAccepted(MemberSignal, tag="organization:organization_role:add"):
    """Somebody who was invited joined an organization."""


@dataclass(frozen=True)
class MemberDeclined(MemberSignal, tag="organization:organization_role:decline_invite"):
    """Somebody does not want to join; `message` is what they say about it."""

    message: str = ""


class AccountDeclined(OrganizationJoined, tag="account:organization_role:decline_invite"):
    """Somebody declined, as their own event log has it."""


class InvitationRevoked(MemberSignal, tag="organization:organization_role:revoke_invite"):
    """An invitation was taken back before it was answered."""


class AccountInvitationRevoked(
    OrganizationJoined, tag="account:organization_role:revoke_invite"
):
    """An invitation was taken back, as the event log of who was invited has it."""


class InvitationExpired(MemberSignal, tag="organization:organization_role:expire_invite"):
    """Nobody answered an invitation in time."""


class AccountInvitationExpired(
    OrganizationJoined, tag="account:organization_role:expire_invite"
):
    """An invitation was not answered in time, as the account's event log has it."""


class MemberChanged(MemberSignal, tag="organization:organization_role:change"):
    """A member has another role in an organization than before."""


class MemberRemoved(MemberSignal, tag="organization:organization_role:remove"):
    """Somebody is a member of an organization no longer."""
