"""The signals of API tokens that organizations own."""

from dataclasses import dataclass
from typing import Any

from warehouse.macaroons.models import Macaroon
from warehouse.organizations.signals import OrganizationSignal


@dataclass(frozen=True)
class OrganizationTokenSignal(OrganizationSignal):
    """Something that happened to one token of an organization."""

    macaroon: Macaroon

    def details(self) -> dict[str, Any]:
        """Return by whom, and which token, without the token itself."""
        return {
            **super().details(),
            "macaroon_id": str(self.macaroon.id),
            "description": self.macaroon.description,
            "caveats": self.macaroon.caveats,
        }


class OrganizationTokenCreated(OrganizationTokenSignal, tag="organization:api_token:added"):
    """An organization has another token."""


class OrganizationTokenRevoked(
    OrganizationTokenSignal, tag="organization:api_token:removed"
):
    """A token was revoked, by an owner or because its maker left."""


@dataclass(frozen=True)
class OrganizationTokenLeaked(
    OrganizationTokenSignal, tag="organization:api_token:removed_leak"
):
    """Somebody found a token in public, and it was revoked for that."""

    url: str
    origin: str

    def details(self) -> dict[str, Any]:
        """Return which token, and where it was found by whom."""
        return {**super().details(), "public_url": self.url, "origin": self.origin}


@dataclass(frozen=True)
class OrganizationTokenRevokedByStaff(
    OrganizationTokenSignal, tag="admin:organization:api_token:removed"
):
    """Staff revoked a token; the owners are told why if they are to be."""

    reason: str
    is_told: bool

    def details(self) -> dict[str, Any]:
        """Return which token, by whom and why."""
        return {**super().details(), "reason": self.reason}
