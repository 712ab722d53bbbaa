"""The signals of identity providers of organizations."""

from dataclasses import dataclass
from typing import Any

from warehouse.organizations.signals import MemberSignal, OrganizationSignal


@dataclass(frozen=True)
class ProviderSignal(OrganizationSignal):
    """Something that happened to the identity provider of an organization."""

    issuer: str

    def details(self) -> dict[str, Any]:
        """Return by whom, and which provider."""
        return {**super().details(), "issuer": self.issuer}


class ProviderSetUp(ProviderSignal, tag="organization:sign_on:set_up"):
    """An owner named an identity provider, which nobody has tried yet."""


class ProviderSwitchedOn(ProviderSignal, tag="organization:sign_on:switch_on"):
    """An owner signed in by the identity provider, so members can."""


class ProviderRemoved(ProviderSignal, tag="organization:sign_on:remove"):
    """Nobody signs in by the identity provider any more, and no rule asks for it."""


@dataclass(frozen=True)
class MemberIdentified(MemberSignal, tag="organization:sign_on:identify"):
    """A member said as whom the identity provider knows them."""

    label: str

    def details(self) -> dict[str, Any]:
        """Return who, and as whom they are known there."""
        return {**super().details(), "identity": self.label}
