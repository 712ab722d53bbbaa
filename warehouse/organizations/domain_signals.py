"""The signals of domains of organizations."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from warehouse.organizations.models import OrganizationDomain
from warehouse.organizations.signals import OrganizationSignal


@dataclass(frozen=True)
class DomainSignal(OrganizationSignal):
    """Something that happened to one domain of an organization."""

    domain: OrganizationDomain

    def details(self) -> dict[str, Any]:
        """Return by whom, and which domain."""
        return {**super().details(), "domain": self.domain.domain}


class DomainAdded(DomainSignal, tag="organization:domain:add"):
    """An organization says that a domain is its own."""


class DomainVerified(DomainSignal, tag="organization:domain:verify"):
    """A domain was proved to belong to an organization."""


class DomainRemoved(DomainSignal, tag="organization:domain:remove"):
    """An organization gave a domain up."""


@dataclass(frozen=True)
class DomainFailing(DomainSignal, tag="organization:domain:fail"):
    """The proof of a verified domain is missing; it is lost at `lost_at`."""

    lost_at: datetime


class DomainLost(DomainSignal, tag="organization:domain:lose"):
    """A domain is verified no longer, since its proof was missing for days."""
