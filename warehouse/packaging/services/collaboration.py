"""Asking people to work on a project, and their answers."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session, joinedload

from warehouse.accounts.links import read_link
from warehouse.accounts.models import User
from warehouse.accounts.queries import user_named
from warehouse.accounts.spending import spend
from warehouse.db import SEEING_ALL
from warehouse.packaging.errors import (
    CollaboratorUnknown,
    CollaboratorUnverified,
    InvitationGone,
    InvitationOfAnother,
    InvitationPending,
    ProjectFrozen,
)
from warehouse.packaging.models import (
    InvitationStatus,
    Project,
    Role,
    RoleInvitation,
)
from warehouse.packaging.role_signals import (
    AccountInvitationRevoked,
    AccountRoleDeclined,
    AccountRoleInvited,
    InvitationRevoked,
    RoleAccepted,
    RoleDeclined,
    RoleInvited,
)
from warehouse.packaging.services.roles import RoleService
from warehouse.rate_limiting import RateLimiter, charges
from warehouse.security import Actor, LinkSigner
from warehouse.signals import Announce

INVITATION_LASTS = timedelta(hours=6)

_KIND = "project-role"
_ACTION = "email-project-role-verify"


class CollaborationService:
    """Invites people to projects, and does what they answer."""

    def __init__(
        self,
        db: Session,
        announce: Announce,
        *,
        links: LinkSigner,
        roles: RoleService,
        limiter: RateLimiter,
        limit: str,
    ) -> None:
        self.db, self.announce = db, announce
        self._links, self._roles = links, roles
        self._limiter, self._limit = limiter, limit

    def invite(
        self, project: Project, username: str, role_name: str, *, actor: Actor
    ) -> RoleInvitation:
        """Ask somebody to work on a project; an invitation that has expired is renewed.

        Raises `CollaboratorUnknown`, `RoleExists`, `CollaboratorUnverified`,
        `InvitationPending`, or `TooManyRequests`: guesses at usernames count as well.
        """
        if actor.caller is not None:
            spend(self._limiter, *charges(self._limit, "invitation", *actor.caller.keys))
        user = self._invitee(project, username)
        token = self._links.sign(
            _KIND,
            action=_ACTION,
            desired_role=role_name,
            user_id=str(user.id),
            project_id=str(project.id),
            submitter_id=str(actor.user.id) if actor.user else "",
        )
        invitation = self._invitation(project, user)
        if invitation is None:
            invitation = RoleInvitation(project=project, user=user)
            self.db.add(invitation)
        elif invitation.invite_status is InvitationStatus.PENDING:
            raise InvitationPending(project.name, user.username)
        invitation.token, invitation.role_name = token, role_name
        invitation.invite_status = InvitationStatus.PENDING
        invitation.created = datetime.now(UTC)
        self.db.flush()
        self.announce(RoleInvited(project, actor, role_name, user, invitation))
        self.announce(AccountRoleInvited(user, actor, project, role_name))
        return invitation

    def read(self, token: str, user: User) -> RoleInvitation:
        """Return the invitation of a link that somebody follows.

        Raises `LinkInvalid`, `LinkTooOld`, `InvitationOfAnother` or `InvitationGone`.
        """
        values = read_link(self._links, _KIND, token, lasts=INVITATION_LASTS)
        if values["user_id"] != str(user.id):
            raise InvitationOfAnother
        found = self.db.scalar(
            select(RoleInvitation)
            .where(RoleInvitation.token == token, RoleInvitation.user_id == user.id)
            .options(joinedload(RoleInvitation.project, innerjoin=True))
            .with_for_update(of=RoleInvitation)
            .execution_options(**SEEING_ALL)
        )
        if found is None or found.invite_status is not InvitationStatus.PENDING:
            raise InvitationGone
        return found

    def accept(self, invitation: RoleInvitation, *, actor: Actor) -> Role:
        """Give the invited person the role; raises `RoleExists` or `ProjectFrozen`."""
        project, user = invitation.project, invitation.user
        if project.is_quarantined:
            raise ProjectFrozen(project.name)
        name = invitation.role_name
        role = self._roles.add(project, user, name, actor=actor, signal=RoleAccepted)
        self.db.delete(invitation)
        self.db.flush()
        return role

    def decline(self, invitation: RoleInvitation, *, actor: Actor) -> None:
        """End an invitation for whom it was meant."""
        project, user, name = invitation.project, invitation.user, invitation.role_name
        self.db.delete(invitation)
        self.db.flush()
        self.announce(RoleDeclined(project, actor, name, user))
        self.announce(AccountRoleDeclined(user, actor, project, name))

    def revoke(self, project: Project, user_id: object, *, actor: Actor) -> RoleInvitation:
        """Take an invitation back; raises `InvitationGone`.

        One that had expired is removed without a word.
        """
        found = self.db.scalar(
            select(RoleInvitation)
            .where(RoleInvitation.project_id == project.id)
            .where(RoleInvitation.user_id == user_id)
            .with_for_update()
        )
        if found is None:
            raise InvitationGone
        user, name = found.user, found.role_name
        was_pending = found.invite_status is InvitationStatus.PENDING
        self.db.delete(found)
        self.db.flush()
        if was_pending:
            self.announce(InvitationRevoked(project, actor, name, user))
            self.announce(AccountInvitationRevoked(user, actor, project, name))
        return found

    def expire(self) -> int:
        """Mark the invitations whose links are too old; return how many."""
        late = (
            update(RoleInvitation)
            .where(RoleInvitation.invite_status == InvitationStatus.PENDING)
            .where(RoleInvitation.created < datetime.now(UTC) - INVITATION_LASTS)
            .values(invite_status=InvitationStatus.EXPIRED)
        )
        return len(self.db.scalars(late.returning(RoleInvitation.id)).all())

    def _invitee(self, project: Project, username: str) -> User:
        user = user_named(self.db, username.strip())
        if user is None or user.is_frozen or not user.is_active:
            raise CollaboratorUnknown(username)
        self._roles.check_has_none(project, user)
        if user.primary_email is None or not user.primary_email.verified:
            raise CollaboratorUnverified(user.username)
        return user

    def _invitation(self, project: Project, user: User) -> RoleInvitation | None:
        return self.db.scalar(
            select(RoleInvitation)
            .where(RoleInvitation.project_id == project.id)
            .where(RoleInvitation.user_id == user.id)
            .with_for_update()
        )
