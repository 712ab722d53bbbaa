"""The signals of requests for lost accounts."""

from dataclasses import dataclass
from typing import Any

from warehouse.accounts.signals import AccountSignal
from warehouse.recovery.models import RecoveryRequest
from warehouse.security import Actor
from warehouse.signals import Signal


@dataclass(frozen=True)
class RecoveryContactGiven(Signal):
    """Whoever asks for an account is to prove that they read the contact address."""

    request: RecoveryRequest


@dataclass(frozen=True)
class RecoveryConfirmed(Signal):
    """The contact address of a request was proved, whether or not the account exists."""

    request: RecoveryRequest
    actor: Actor


@dataclass(frozen=True)
class RecoverySignal(AccountSignal):
    """Something that happened to a request for an account that exists."""

    request: RecoveryRequest


@dataclass(frozen=True)
class RecoveryRequested(RecoverySignal, tag="account:recovery:requested"):
    """Somebody who proved a contact address asks staff for the account."""

    def details(self) -> dict[str, Any]:
        """Return the address and what is said to be lost."""
        return {"contact": self.request.contact, "reason": self.request.reason.value}


@dataclass(frozen=True)
class RecoveryClosed(RecoverySignal, tag="account:recovery:closed"):
    """A request for the account was closed."""

    def details(self) -> dict[str, Any]:
        """Return the address and why it was closed."""
        end = self.request.ended_by
        return {
            "contact": self.request.contact,
            "reason": None if end is None else end.value,
        }


@dataclass(frozen=True)
class RecoveryObjected(RecoveryClosed, tag="account:recovery:objected"):
    """Whoever reads an address of the account says that they have not lost it."""
