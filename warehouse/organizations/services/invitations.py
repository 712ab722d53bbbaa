"""Asking people to join an organization, and their answers."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from warehouse.accounts.links import read_link
from warehouse.accounts.models import User
from warehouse.accounts.queries import user_named
from warehouse.accounts.spending import spend
from warehouse.organizations import queries
from warehouse.organizations.errors import (
    AddressNotInvited,
    InvitationGone,
    InvitationOfAnother,
    OrganizationInactive,
    PersonInvited,
    PersonUnknown,
    PersonUnverified,
)
from warehouse.organizations.member_signals import (
    AccountDeclined,
    AccountInvitationExpired,
    AccountInvitationRevoked,
    AccountInvited,
    InvitationExpired,
    InvitationRevoked,
    MemberDeclined,
    MemberInvited,
)
from warehouse.organizations.models import (
    Organization,
    OrganizationInvitation,
    OrganizationInvitationStatus,
    OrganizationRoleName,
)
from warehouse.organizations.rules import may_be_invited
from warehouse.organizations.services.members import MemberService
from warehouse.rate_limiting import RateLimiter, charges
from warehouse.security import SYSTEM, Actor, LinkSigner
from warehouse.signals import Announce

INVITATION_LASTS = timedelta(hours=6)

_KIND = "organization-role"
_ACTION = "email-organization-role-verify"


class InvitationService:
    """Invites people to organizations, and does what they answer."""

    def __init__(
        self,
        db: Session,
        announce: Announce,
        *,
        links: LinkSigner,
        members: MemberService,
        limiter: RateLimiter,
        limit: str,
    ) -> None:
        self.db, self.announce = db, announce
        self._links, self._members = links, members
        self._limiter, self._limit = limiter, limit

    def invite(
        self,
        organization: Organization,
        username: str,
        role_name: OrganizationRoleName,
        *,
        actor: Actor,
    ) -> OrganizationInvitation:
        """Ask somebody to join; an invitation that has expired is renewed.

        Raises `OrganizationInactive`, `RoleNotOffered`, `PersonUnknown`, `AlreadyMember`,
        `PersonUnverified`, `AddressNotInvited`, `PersonInvited`, or `TooManyRequests`:
        guesses at usernames count as well.
        """
        if actor.caller is not None:
            spend(self._limiter, *charges(self._limit, "invitation", *actor.caller.keys))
        self._require_standing(organization)
        self._members.check_offered(organization, role_name)
        user = self._invitee(organization, username)
        invitation = queries.invitation_of(self.db, organization.id, user.id)
        if invitation is None:
            invitation = OrganizationInvitation(organization=organization, user=user)
            self.db.add(invitation)
        elif invitation.is_pending:
            raise PersonInvited(user.username)
        invitation.token = self._token(organization, user, role_name, actor)
        invitation.role_name = role_name
        invitation.invite_status = OrganizationInvitationStatus.PENDING
        invitation.created = datetime.now(UTC)
        self.db.flush()
        self.announce(MemberInvited(organization, actor, user, role_name, invitation))
        self.announce(AccountInvited(user, actor, organization, role_name))
        return invitation

    def read(self, token: str, user: User) -> OrganizationInvitation:
        """Return the invitation of a link that somebody follows, locked.

        Raises `LinkInvalid`, `LinkTooOld`, `InvitationOfAnother` or `InvitationGone`.
        """
        values = read_link(self._links, _KIND, token, lasts=INVITATION_LASTS)
        if values["user_id"] != str(user.id):
            raise InvitationOfAnother
        found = self._locked(queries.invitation_with(self.db, token, user.id))
        if found.token != token or not found.is_pending:
            raise InvitationGone
        return found

    def accept(self, invitation: OrganizationInvitation, *, actor: Actor) -> None:
        """Make the invited person a member.

        Raises `AlreadyMember`, `RoleNotOffered`, `OrganizationInactive`, or
        `AddressNotInvited` where the rules or the addresses have changed since.
        """
        organization, user = invitation.organization, invitation.user
        self._require_standing(organization)
        self._require_address(organization, user)
        self._members.check_offered(organization, invitation.role_name)
        self._members.add(organization, user, invitation.role_name, actor=actor)
        self.db.delete(invitation)
        self.db.flush()

    def decline(
        self, invitation: OrganizationInvitation, *, message: str = "", actor: Actor
    ) -> None:
        """End an invitation for whom it was meant; owners read the message."""
        organization, user = invitation.organization, invitation.user
        name = invitation.role_name
        self.db.delete(invitation)
        self.db.flush()
        self.announce(MemberDeclined(organization, actor, user, name, message))
        self.announce(AccountDeclined(user, actor, organization, name))

    def revoke(
        self, organization: Organization, user_id: object, *, actor: Actor
    ) -> OrganizationInvitation:
        """Take an invitation back; raises `InvitationGone`.

        One that had expired is removed without a word.
        """
        found = self._locked(queries.invitation_of(self.db, organization.id, user_id))
        user, name = found.user, found.role_name
        was_pending = found.is_pending
        self.db.delete(found)
        self.db.flush()
        if was_pending:
            self.announce(InvitationRevoked(organization, actor, user, name))
            self.announce(AccountInvitationRevoked(user, actor, organization, name))
        return found

    def expire(self) -> int:
        """Mark the invitations whose links are too old; return how many."""
        late = self.db.scalars(
            select(OrganizationInvitation)
            .where(
                OrganizationInvitation.invite_status == OrganizationInvitationStatus.PENDING
            )
            .where(OrganizationInvitation.created < datetime.now(UTC) - INVITATION_LASTS)
            .with_for_update(skip_locked=True)
        ).all()
        for each in late:
            each.invite_status = OrganizationInvitationStatus.EXPIRED
            group, user, name = each.organization, each.user, each.role_name
            self.announce(InvitationExpired(group, SYSTEM, user, name))
            self.announce(AccountInvitationExpired(user, SYSTEM, group, name))
        self.db.flush()
        return len(late)

    def _token(
        self,
        organization: Organization,
        user: User,
        role_name: OrganizationRoleName,
        actor: Actor,
    ) -> str:
        return self._links.sign(
            _KIND,
            action=_ACTION,
            desired_role=role_name.value,
            user_id=str(user.id),
            organization_id=str(organization.id),
            submitter_id=str(actor.user.id) if actor.user else "",
        )

    def _require_standing(self, organization: Organization) -> None:
        """Lock the organization; raises `OrganizationInactive`."""
        queries.lock_organization(self.db, organization.id)
        if not organization.is_in_good_standing:
            raise OrganizationInactive(organization.name)

    def _invitee(self, organization: Organization, username: str) -> User:
        user = user_named(self.db, username.strip())
        if user is None or user.is_frozen or not user.is_active:
            raise PersonUnknown(username)
        self._members.check_is_none(organization, user)
        if not user.has_verified_primary_email:
            raise PersonUnverified(user.username)
        self._require_address(organization, user)
        return user

    def _require_address(self, organization: Organization, user: User) -> None:
        """Raise `AddressNotInvited` unless the rules admit one of somebody's addresses."""
        if not may_be_invited(organization, user):
            raise AddressNotInvited(user.username)

    def _locked(self, found: OrganizationInvitation | None) -> OrganizationInvitation:
        """Return an invitation as it is once its organization is locked.

        Everybody locks the organization first. Raises `InvitationGone`.
        """
        if found is None:
            raise InvitationGone
        queries.lock_organization(self.db, found.organization_id)
        fresh = queries.invitation_of(self.db, found.organization_id, found.user_id)
        if fresh is None:
            raise InvitationGone
        return fresh
