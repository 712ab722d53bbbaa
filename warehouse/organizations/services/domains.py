"""Proving which domains belong to organizations, and losing them."""

import secrets
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from warehouse.db.locks import lock_name
from warehouse.organizations import domain_queries as queries
from warehouse.organizations import domain_signals as signals
from warehouse.organizations.domains import checked_domain
from warehouse.organizations.errors import (
    DomainCheckedJustNow,
    DomainClaimed,
    DomainKnown,
    DomainUnproved,
    TooManyDomains,
)
from warehouse.organizations.models import Organization, OrganizationDomain
from warehouse.organizations.proofs import DomainProver
from warehouse.organizations.queries import lock_organization
from warehouse.security import SYSTEM, Actor
from warehouse.signals import Announce

MOST = 20
"""Domains that an organization may have."""

LOST_AFTER = timedelta(days=7)
"""For how long the proof of a verified domain may be missing."""

_PAUSE = timedelta(seconds=30)


class DomainService:
    """Adds domains to organizations, and looks for their proofs."""

    def __init__(self, db: Session, announce: Announce, prover: DomainProver) -> None:
        self.db, self.announce, self._prover = db, announce, prover

    def add(
        self, organization: Organization, text: str, *, actor: Actor
    ) -> OrganizationDomain:
        """Add a domain with a token of its own, which is to be shown there.

        Raises `DomainInvalid`, `DomainKnown` or `TooManyDomains`.
        """
        name = checked_domain(text)
        lock_organization(self.db, organization.id)
        known = queries.domains_of(self.db, organization)
        if name in {each.domain for each in known}:
            raise DomainKnown(name)
        if len(known) >= MOST:
            raise TooManyDomains(MOST)
        token = secrets.token_urlsafe(24)
        domain = OrganizationDomain(organization=organization, domain=name, token=token)
        self.db.add(domain)
        self.db.flush()
        self.announce(signals.DomainAdded(organization, actor, domain))
        return domain

    def verify(self, domain: OrganizationDomain, *, actor: Actor) -> None:
        """Look for the proof of a domain, which is verified from then on.

        Raises `DomainCheckedJustNow`, `DomainUnproved`, or `DomainClaimed` while another
        organization has it.
        """
        now = datetime.now(UTC)
        if domain.checked is not None and now - domain.checked < _PAUSE:
            raise DomainCheckedJustNow(domain.domain)
        domain.checked = now
        if not self._prover.shows(domain.domain, domain.token):
            raise DomainUnproved(domain.domain)
        lock_name(self.db, f"domain/{domain.domain}")
        holder = queries.domain_holder(self.db, domain.domain)
        if holder is not None and holder.id != domain.organization_id:
            raise DomainClaimed(domain.domain, holder.display_name)
        is_new, domain.failing_since = domain.verified is None, None
        domain.verified = domain.verified or now
        self.db.flush()
        if is_new:
            said = (domain.organization, actor, domain)
            self.announce(signals.DomainVerified(*said))

    def verify_again(self, domain: OrganizationDomain) -> None:
        """Look for the proof of a verified domain, which is lost when missing for days."""
        domain.checked = datetime.now(UTC)
        said = (domain.organization, SYSTEM, domain)
        if self._prover.shows(domain.domain, domain.token):
            domain.failing_since = None
        elif domain.failing_since is None:
            domain.failing_since = domain.checked
            self.announce(signals.DomainFailing(*said, domain.checked + LOST_AFTER))
        elif domain.checked - domain.failing_since >= LOST_AFTER:
            domain.verified = domain.failing_since = None
            self.announce(signals.DomainLost(*said))
        self.db.flush()

    def remove(self, domain: OrganizationDomain, *, actor: Actor) -> None:
        """Give a domain up."""
        self.announce(signals.DomainRemoved(domain.organization, actor, domain))
        self.db.delete(domain)
        self.db.flush()
