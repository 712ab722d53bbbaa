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
