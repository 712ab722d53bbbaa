"""The messages about accounts."""

from dataclasses import dataclass

from warehouse.email import Mail


@dataclass(frozen=True)
class VerifyEmail(Mail, template="verify-email", is_security=True):
    """Asks whoever reads an address to prove it."""

    username: str
    address: str
    link: str
    hours: int


@dataclass(frozen=True)
class PasswordResetMail(Mail, template="password-reset", is_security=True):
    """Lets whoever reads it choose a new password."""

    username: str
    link: str
    hours: int


@dataclass(frozen=True)
class PasswordResetRefusedMail(
    Mail, template="password-reset-unverified", is_security=True
):
    """Says why no new password is sent to an address that was not verified."""

    username: str
    address: str


@dataclass(frozen=True)
class PasswordChangedMail(Mail, template="password-change", is_security=True):
    """Says that the password was changed."""

    username: str


@dataclass(frozen=True)
class PasswordResetByStaffMail(Mail, template="password-reset-by-admin", is_security=True):
    """Says that staff took the password, and how to choose another."""

    username: str
    link: str


@dataclass(frozen=True)
class EmailAddedMail(Mail, template="new-email-added", is_security=True):
    """Says that the account has another address."""

    username: str
    address: str


@dataclass(frozen=True)
class PrimaryEmailChangedMail(Mail, template="primary-email-change", is_security=True):
    """Says that mail goes elsewhere, and how to take the account back."""

    username: str
    former: str
    address: str
    link: str
    days: int


@dataclass(frozen=True)
class AccountDeleted(Mail, template="account-deleted", is_security=True):
    """Tells that an account is deleted."""

    username: str


@dataclass(frozen=True)
class AccountExportReady(Mail, template="account-export-ready", is_security=True):
    """Tells that the copy of an account's data that was asked for is ready."""

    username: str
    link: str
    days: int


@dataclass(frozen=True)
class PasswordBreachedMail(Mail, template="password-compromised-hibp", is_security=True):
    """Says that the password is known from a breach, and opens nothing any more."""

    username: str
    link: str
    help_link: str


@dataclass(frozen=True)
class InvitationMail(Mail, template="invitation"):
    """Invites somebody to register."""

    address: str
    link: str
    days: int


@dataclass(frozen=True)
class TwoFactorAdded(Mail, template="two-factor-added", is_security=True):
    """Says that a second factor was added; a key has a label."""

    username: str
    method: str
    label: str


@dataclass(frozen=True)
class TwoFactorRemoved(Mail, template="two-factor-removed", is_security=True):
    """Says that a second factor was removed; a key has a label."""

    username: str
    method: str
    label: str


@dataclass(frozen=True)
class RecoveryCodesMade(Mail, template="recovery-codes-generated", is_security=True):
    """Says that recovery codes were made, and former ones are worthless."""

    username: str


@dataclass(frozen=True)
class RecoveryCodeSpent(Mail, template="recovery-code-used", is_security=True):
    """Says that a recovery code was used, and how many are left."""

    username: str
    left: int


@dataclass(frozen=True)
class RecoveryCodeReminder(Mail, template="recovery-code-reminder", is_security=True):
    """Says that nothing is kept for the day on which the second factor is lost."""

    username: str
    link: str


@dataclass(frozen=True)
class UnrecognizedLogin(Mail, template="unrecognized-login", is_security=True):
    """Asks whether a sign-in from a network that is new to the account is the owner's."""

    username: str
    address: str
    client: str
    link: str
    hours: int
