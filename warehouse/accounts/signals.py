"""The signals of changes to accounts."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from warehouse.accounts.models import AccountExport, DisableReason, Email, User
from warehouse.email.models import EmailMessage
from warehouse.security import Actor
from warehouse.signals import Signal


@dataclass(frozen=True)
class AccountSignal(Signal):
    """Something that happened to one account."""

    user: User
    actor: Actor

    @property
    def subject(self) -> User:
        """Return the user, whose event log the signal enters."""
        return self.user

    def details(self) -> dict[str, Any]:
        """Return what the event log keeps; nothing by default."""
        return {}


@dataclass(frozen=True)
class AccountCreated(AccountSignal, tag="account:create"):
    """An account was created."""

    email: str | None

    def details(self) -> dict[str, Any]:
        """Return the address it was created with."""
        return {"email": self.email}


@dataclass(frozen=True)
class LoginSucceeded(AccountSignal, tag="account:login:success"):
    """A person signed in."""

    method: str | None = None
    label: str | None = None

    def details(self) -> dict[str, Any]:
        """Return the second factor that was used."""
        return {"two_factor_method": self.method, "two_factor_label": self.label}


@dataclass(frozen=True)
class LoginRefused(AccountSignal, tag="account:login:failure"):
    """A sign-in was refused."""

    reason: str

    def details(self) -> dict[str, Any]:
        """Return the reason."""
        return {"reason": self.reason}


@dataclass(frozen=True)
class LoginHeld(AccountSignal, tag="account:login:new_device"):
    """A sign-in from a network where the account was never used is to be confirmed."""

    method: str

    def details(self) -> dict[str, Any]:
        """Return the second factor that was used."""
        return {"two_factor_method": self.method}


@dataclass(frozen=True)
class ConfirmationDue(AccountSignal):
    """The owner is to be sent a link that confirms a sign-in."""

    link: str


@dataclass(frozen=True)
class VerificationDue(AccountSignal):
    """Whoever reads an address is to prove it."""

    email: Email


@dataclass(frozen=True)
class VerificationRequested(VerificationDue, tag="account:email:reverify"):
    """The message that asks for proof was asked for again."""

    def details(self) -> dict[str, Any]:
        """Return the address."""
        return {"email": self.email.email}


@dataclass(frozen=True)
class EmailAdded(VerificationDue, tag="account:email:add"):
    """An address was added."""

    def details(self) -> dict[str, Any]:
        """Return the address."""
        return {"email": self.email.email}


@dataclass(frozen=True)
class PrimaryEmailReplaced(VerificationDue, tag="account:email:primary:change"):
    """A primary address that was never verified was replaced by another."""

    former: str | None

    def details(self) -> dict[str, Any]:
        """Return both addresses."""
        return {"old_primary": self.former, "new_primary": self.email.email}


@dataclass(frozen=True)
class PrimaryEmailChanged(AccountSignal, tag="account:email:primary:change"):
    """Mail goes to another address of the account from now on."""

    email: Email
    former: Email

    def details(self) -> dict[str, Any]:
        """Return both addresses."""
        return {"old_primary": self.former.email, "new_primary": self.email.email}


@dataclass(frozen=True)
class AccountTakenBack(AccountSignal, tag="account:email:primary:undo"):
    """A former primary address was restored, and all others were removed."""

    email: Email
    removed: tuple[str, ...]

    def details(self) -> dict[str, Any]:
        """Return the addresses."""
        return {"email": self.email.email, "removed": list(self.removed)}


@dataclass(frozen=True)
class EmailRemoved(AccountSignal, tag="account:email:remove"):
    """An address was removed."""

    email: str

    def details(self) -> dict[str, Any]:
        """Return the address."""
        return {"email": self.email}


@dataclass(frozen=True)
class EmailSent(AccountSignal, tag="account:email:sent"):
    """The mail server took a message to an address of the account."""

    message: EmailMessage

    def details(self) -> dict[str, Any]:
        """Return from whom it was, to whom, and about what."""
        message = self.message
        return {
            "from_": message.sender,
            "to": message.recipient,
            "subject": message.subject,
            "redact_ip": True,
        }


@dataclass(frozen=True)
class EmailUnverified(AccountSignal, tag="account:email:unverified"):
    """An address is no longer taken as one that its owner reads."""

    email: Email

    def details(self) -> dict[str, Any]:
        """Return the address, and why."""
        reason = self.email.unverify_reason
        return {
            "email": self.email.email,
            "primary": self.email.primary,
            "reason": None if reason is None else reason.value,
        }


@dataclass(frozen=True)
class EmailVerified(AccountSignal, tag="account:email:verified"):
    """An address was verified."""

    email: str
    is_primary: bool

    def details(self) -> dict[str, Any]:
        """Return the address."""
        return {"email": self.email, "primary": self.is_primary}


@dataclass(frozen=True)
class PasswordChanged(AccountSignal, tag="account:password:change"):
    """The password was changed."""


@dataclass(frozen=True)
class PasswordDisabled(AccountSignal, tag="account:password:disabled"):
    """The password opens nothing any more."""

    reason: DisableReason

    def details(self) -> dict[str, Any]:
        """Return the reason."""
        return {"reason": self.reason.value}


@dataclass(frozen=True)
class PasswordEnabled(AccountSignal, tag="account:password:enabled"):
    """The account was opened again, and its password opens it."""


@dataclass(frozen=True)
class UserInvited(Signal):
    """Somebody may register with an address."""

    address: str
    link: str


@dataclass(frozen=True)
class PasswordReset(PasswordChanged, tag="account:password:reset"):
    """A lost password was replaced by way of a link."""


@dataclass(frozen=True)
class PasswordResetRequested(AccountSignal, tag="account:password:reset:request"):
    """Somebody asked for a new password, and is sent a link."""

    email: Email

    def details(self) -> dict[str, Any]:
        """Return the address that the link is sent to."""
        return {"email": self.email.email}


@dataclass(frozen=True)
class PasswordResetRefused(PasswordResetRequested, tag="account:password:reset:attempt"):
    """Somebody asked for a new password, and mail alone may not give them one."""


class AccountDeleting(AccountSignal):
    """An account is about to be deleted, with its event log."""


@dataclass(frozen=True)
class ExportRequested(AccountSignal, tag="account:export:requested"):
    """A copy of the account's data was asked for."""

    export: AccountExport


@dataclass(frozen=True)
class ExportFinished(Signal):
    """A copy of an account's data is ready."""

    export: AccountExport


@dataclass(frozen=True)
class PreferencesChanged(AccountSignal, tag="account:preferences:change"):
    """Somebody prefers something else now."""


@dataclass(frozen=True)
class ReauthenticationRefused(AccountSignal, tag="account:reauthenticate:failure"):
    """A signed-in person entered a wrong password where it was asked for again."""


@dataclass(frozen=True)
class _FactorChanged(AccountSignal):
    """The second factors changed; a key has a label."""

    method: str
    label: str | None = None

    def details(self) -> dict[str, Any]:
        """Return which factor it was."""
        label = {} if self.label is None else {"label": self.label}
        return {"method": self.method, **label}


@dataclass(frozen=True)
class FactorAdded(_FactorChanged, tag="account:two_factor:method_added"):
    """A second factor was added."""


@dataclass(frozen=True)
class FactorRemoved(_FactorChanged, tag="account:two_factor:method_removed"):
    """A second factor was removed."""


@dataclass(frozen=True)
class DeviceRemembered(AccountSignal, tag="account:two_factor:device_remembered"):
    """A browser will not be asked for the second factor for some time."""


@dataclass(frozen=True)
class RecoveryCodesGenerated(AccountSignal, tag="account:recovery_codes:generated"):
    """The first recovery codes were made."""


@dataclass(frozen=True)
class RecoveryCodesRegenerated(AccountSignal, tag="account:recovery_codes:regenerated"):
    """All recovery codes were replaced."""


@dataclass(frozen=True)
class RecoveryCodeUsed(AccountSignal, tag="account:recovery_codes:used"):
    """A recovery code was used."""


@dataclass(frozen=True)
class StaffFlagsChanged(AccountSignal, tag="account:staff:change"):
    """An administrator appointed or dismissed a member of staff."""

    before: dict[str, bool]
    after: dict[str, bool]

    def details(self) -> dict[str, Any]:
        """Return by whom, and what changed."""
        changed = {
            name: value for name, value in self.after.items() if value != self.before[name]
        }
        return {"submitted_by": self.actor.name, "changed": changed}


@dataclass(frozen=True)
class AccountNuking(AccountSignal):
    """An account is about to be removed by staff, with its projects."""

    projects: frozenset[UUID]
    """The projects that it shares with others, and that go with it nevertheless."""


@dataclass(frozen=True)
class PasswordResetByStaff(AccountSignal, tag="account:password:disabled"):
    """Staff took the password, and its owner has to choose another."""

    def details(self) -> dict[str, Any]:
        """Return the reason."""
        return {"reason": DisableReason.ADMIN_INITIATED.value}
