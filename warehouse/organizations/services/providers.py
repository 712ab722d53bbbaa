"""Identity providers of organizations: setting them up, and whom they know."""

from datetime import UTC, datetime
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from warehouse.accounts.models import User
from warehouse.organizations import provider_queries as queries
from warehouse.organizations import provider_signals as signals
from warehouse.organizations.errors import (
    IdentityOfAnother,
    IssuerInvalid,
    NotAMember,
    ProviderGone,
    ProviderKnown,
)
from warehouse.organizations.models import (
    Organization,
    OrganizationIdentity,
    OrganizationProvider,
    OrganizationRole,
)
from warehouse.organizations.queries import lock_organization, role_in
from warehouse.organizations.rule_signals import SignOnNotNeeded
from warehouse.outbound import TargetRefused, TargetRules
from warehouse.security import Actor
from warehouse.signals import Announce


class ProviderService:
    """Changes which provider an organization has, and notes whom it vouches for.

    `rules` say where providers may be.
    """

    def __init__(self, db: Session, announce: Announce, rules: TargetRules) -> None:
        self.db, self.announce, self._rules = db, announce, rules

    def set_up(
        self,
        organization: Organization,
        *,
        issuer: str,
        client: str,
        secret: str,
        groups: str | None,
        actor: Actor,
    ) -> OrganizationProvider:
        """Name a provider, which is off until an owner has signed in by it.

        Raises `IssuerInvalid` or `ProviderKnown`.
        """
        self._check_issuer(issuer)
        lock_organization(self.db, organization.id)
        known = queries.provider_of(self.db, organization)
        if known is not None:
            raise ProviderKnown(known.issuer)
        found = OrganizationProvider(
            organization=organization,
            issuer=issuer,
            client=client,
            secret=secret,
            groups=groups,
        )
        self.db.add(found)
        self.db.flush()
        self.announce(signals.ProviderSetUp(organization, actor, issuer))
        return found

    def remove(self, organization: Organization, *, actor: Actor) -> None:
        """Remove the provider, whom it knew, and the rule that asks for it."""
        lock_organization(self.db, organization.id)
        found = queries.provider_of(self.db, organization)
        if found is None:
            return
        self.db.delete(found)
        had_rule = organization.sign_on_hours is not None
        organization.sign_on_hours = None
        self.db.flush()
        self.announce(signals.ProviderRemoved(organization, actor, found.issuer))
        if had_rule:
            self.announce(SignOnNotNeeded(organization, actor, ""))

    def identify(
        self,
        organization: Organization,
        user: User,
        *,
        issuer: str,
        subject: str,
        label: str,
        switches_on: bool,
        actor: Actor,
    ) -> None:
        """Note that a member is whom the provider calls `subject`, proved just now.

        The first owner who does so switches it on (`switches_on`). Raises `ProviderGone`,
        `NotAMember` or `IdentityOfAnother`.
        """
        lock_organization(self.db, organization.id)
        provider = queries.provider_of(self.db, organization)
        if provider is None or provider.issuer != issuer:
            raise ProviderGone(organization.display_name)
        role = self._role_called(organization, user, subject, label)
        if not self.renew(organization, user, subject=subject, label=label):
            found = queries.identity_in(self.db, organization, user.id)
            found = found or OrganizationIdentity(
                role=role, organization_id=organization.id
            )
            found.subject, found.label, found.proved = subject, label, datetime.now(UTC)
            self.db.add(found)
            self.db.flush()
            kind = signals.MemberIdentified
            self.announce(kind(organization, actor, user, role.role_name, label))
        if switches_on and not provider.is_on:
            provider.is_on = True
            self.db.flush()
            self.announce(signals.ProviderSwitchedOn(organization, actor, issuer))

    def _role_called(
        self, organization: Organization, user: User, subject: str, label: str
    ) -> OrganizationRole:
        """Return the membership of a person who may be called `subject`."""
        role = role_in(self.db, organization.id, user.id)
        if role is None:
            raise NotAMember(user.username)
        other = queries.identity_called(self.db, organization, subject)
        if other is not None and other.role_id != role.id:
            raise IdentityOfAnother(label)
        return role

    def renew(
        self, organization: Organization, user: User, *, subject: str, label: str
    ) -> bool:
        """Note that a member proved it again; False if that is not whom one knows."""
        found = queries.identity_in(self.db, organization, user.id)
        if found is None or found.subject != subject:
            return False
        found.label, found.proved = label, datetime.now(UTC)
        self.db.flush()
        return True

    def _check_issuer(self, issuer: str) -> None:
        """Raise `IssuerInvalid` unless it is an address that may be asked."""
        try:
            self._rules.check(issuer)
        except TargetRefused as error:
            raise IssuerInvalid(issuer, error.message) from error
        parts = urlsplit(issuer)
        if parts.query or parts.username:
            raise IssuerInvalid(issuer, "")
