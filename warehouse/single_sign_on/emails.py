"""Messages."""

from dataclasses import dataclass

from warehouse.email import Mail


@dataclass(frozen=True)
class IdentityLinkedMail(Mail, template="identity-linked", is_security=True):
    """Says that somebody can sign in from outside."""

    username: str
    issuer: str
    identity: str


@dataclass(frozen=True)
class IdentityUnlinkedMail(Mail, template="identity-unlinked", is_security=True):
    """Says that nobody can sign in from outside any more."""

    username: str
    issuer: str
    identity: str
