"""Signals."""

from dataclasses import dataclass
from typing import Any

from warehouse.accounts.signals import AccountSignal


@dataclass(frozen=True)
class IdentitySignal(AccountSignal):
    """Something that happened to an identity from outside."""

    issuer: str
    label: str

    def details(self) -> dict[str, Any]:
        """Return whose identity it is, and how people recognise it."""
        return {"issuer": self.issuer, "identity": self.label}


@dataclass(frozen=True)
class IdentityLinked(IdentitySignal, tag="account:identity:linked"):
    """An identity opens the account from now on."""


@dataclass(frozen=True)
class IdentityUnlinked(IdentitySignal, tag="account:identity:unlinked"):
    """An identity opens the account no more."""
