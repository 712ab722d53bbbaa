"""What has happened to accounts."""

from dataclasses import dataclass
from typing import Any

from warehouse.accounts.models import User
from warehouse.security import Actor
from warehouse.signals import Signal


@dataclass(frozen=True)
class AccountSignal(Signal):
    """Something that happened to one account."""

    user: User
    actor: Actor

    @property
    def subject(self) -> User:
        """Whose event log it enters."""
        return self.user

    def details(self) -> dict[str, Any]:
        """What the event log keeps of it."""
        return {}


@dataclass(frozen=True)
class AccountCreated(AccountSignal, tag="account:create"):
    """Somebody has a new account."""

    email: str | None

    def details(self) -> dict[str, Any]:
        """The address it was made with."""
        return {"email": self.email}


@dataclass(frozen=True)
class LoginSucceeded(AccountSignal, tag="account:login:success"):
    """Somebody signed in."""

    method: str | None = None

    def details(self) -> dict[str, Any]:
        """With which second factor."""
        return {"two_factor_method": self.method, "two_factor_label": None}


@dataclass(frozen=True)
class LoginRefused(AccountSignal, tag="account:login:failure"):
    """Somebody tried to sign in and could not."""

    reason: str

    def details(self) -> dict[str, Any]:
        """What was wrong."""
        return {"reason": self.reason}


@dataclass(frozen=True)
class EmailVerified(AccountSignal, tag="account:email:verified"):
    """Somebody reads an address, as far as we know."""

    email: str
    is_primary: bool

    def details(self) -> dict[str, Any]:
        """Which address."""
        return {"email": self.email, "primary": self.is_primary}


@dataclass(frozen=True)
class PasswordChanged(AccountSignal, tag="account:password:change"):
    """The password is another one now."""
