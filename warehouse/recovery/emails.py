"""The messages about requests for lost accounts."""

from dataclasses import dataclass
from datetime import datetime

from warehouse.email import Mail


@dataclass(frozen=True)
class ConfirmRecoveryContact(Mail, template="account-recovery-confirm", is_security=True):
    """Asks whoever reads a contact address to go on with a request."""

    username: str
    address: str
    link: str
    days: int


@dataclass(frozen=True)
class AccountRecoveryRequested(
    Mail, template="account-recovery-requested", is_security=True
):
    """Tells the addresses of an account that somebody says they lost it."""

    username: str
    address: str
    at: datetime
    network: str
    link: str


@dataclass(frozen=True)
class AccountRecoveryClosed(Mail, template="account-recovery-closed", is_security=True):
    """Tells the contact address that the request is closed, and why."""

    username: str
    is_by_sign_in: bool
    is_refused: bool
    link: str
