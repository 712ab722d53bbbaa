"""The signals of trusted publishing."""

from dataclasses import dataclass
from typing import Any

from warehouse.accounts.signals import AccountSignal
from warehouse.oidc.matching import ClaimCheck
from warehouse.oidc.models import OIDCPublisher, PendingOIDCPublisher
from warehouse.organizations.signals import OrganizationSignal
from warehouse.packaging.models import Project
from warehouse.packaging.signals import ProjectSignal
from warehouse.security import Actor
from warehouse.signals import Signal

_LONGEST = 500
"""How much of a claim the event log keeps."""


@dataclass(frozen=True)
class PublisherSignal(ProjectSignal):
    """Something that happened to one publisher of a project."""

    publisher: OIDCPublisher
    is_reified: bool = False
    is_constrained: bool = False

    def details(self) -> dict[str, Any]:
        """Return by whom, and which publisher, in the words of that moment."""
        return {
            **super().details(),
            **_named(self.publisher),
            "reified_from_pending_publisher": self.is_reified,
            "constrained_from_existing_publisher": self.is_constrained,
        }


class PublisherAdded(PublisherSignal, tag="project:oidc:publisher-added"):
    """A publisher may publish in a project."""


class PublisherRemoved(PublisherSignal, tag="project:oidc:publisher-removed"):
    """A publisher may publish in a project no longer."""


@dataclass(frozen=True)
class ExchangeFailed(ProjectSignal, tag="project:oidc:exchange-failed"):
    """A valid token was not exchanged, because it is nearly that of a publisher."""

    publisher: OIDCPublisher
    checks: tuple[ClaimCheck, ...]

    def details(self) -> dict[str, Any]:
        """Return which publisher, and every claim that is not as it has to be."""
        failed = [each for each in self.checks if not each.is_met]
        return {
            **super().details(),
            **_named(self.publisher),
            "claims": [
                {
                    "claim": each.claim,
                    "expected": each.expected,
                    "found": _storable(each.found),
                }
                for each in failed
            ],
        }


@dataclass(frozen=True)
class EnvironmentIgnored(Signal):
    """A publisher for any environment was used in one, which it could be narrowed to."""

    project: Project
    publisher: OIDCPublisher
    environment: str


@dataclass(frozen=True)
class PendingSignal(AccountSignal):
    """Something that happened to one pending publisher; whoever added it is the user."""

    pending: PendingOIDCPublisher

    def details(self) -> dict[str, Any]:
        """Return by whom, which publisher, and the project that it is to make."""
        return {
            "submitted_by": self.actor.name,
            "project": self.pending.project_name,
            **_named(self.pending),
        }


@dataclass(frozen=True)
class OrganizationPendingSignal(OrganizationSignal):
    """Something that happened to one pending publisher of an organization."""

    pending: PendingOIDCPublisher

    def details(self) -> dict[str, Any]:
        """Return by whom, which publisher, and the project that it is to make."""
        return {
            **super().details(),
            "project": self.pending.project_name,
            **_named(self.pending),
        }


class OrganizationPendingAdded(
    OrganizationPendingSignal, tag="organization:oidc:pending-publisher-added"
):
    """An organization waits for a publisher to make a project."""


class OrganizationPendingRemoved(
    OrganizationPendingSignal, tag="organization:oidc:pending-publisher-removed"
):
    """An organization waits for a publisher no longer."""


class PendingAdded(PendingSignal, tag="account:oidc:pending-publisher-added"):
    """Somebody waits for a publisher to make a project."""


class PendingRemoved(PendingSignal, tag="account:oidc:pending-publisher-removed"):
    """Somebody waits for a publisher no longer."""


@dataclass(frozen=True)
class PendingReified(Signal):
    """A pending publisher made its project, and publishes there from now on."""

    pending: PendingOIDCPublisher
    added: PublisherAdded


def pending_added(pending: PendingOIDCPublisher, actor: Actor) -> Signal:
    """Return the signal that a person or an organization waits for a publisher."""
    organization = pending.owning_organization
    if organization is None:
        return PendingAdded(pending.added_by, actor, pending)
    return OrganizationPendingAdded(organization, actor, pending)


def pending_removed(pending: PendingOIDCPublisher, actor: Actor) -> Signal:
    """Return the signal that a person or an organization waits no longer."""
    organization = pending.owning_organization
    if organization is None:
        return PendingRemoved(pending.added_by, actor, pending)
    return OrganizationPendingRemoved(organization, actor, pending)


def _storable(found: Any) -> str | None:
    """Return a claim as text that PostgreSQL takes as JSON: no NUL and no surrogates."""
    if found is None:
        return None
    text = str(found)[:_LONGEST].replace("\0", "\ufffd")
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _named(row: OIDCPublisher | PendingOIDCPublisher) -> dict[str, Any]:
    return {
        "publisher": row.publisher_name,
        "id": str(row.id),
        "specifier": row.specifier,
        "url": row.url,
    }
