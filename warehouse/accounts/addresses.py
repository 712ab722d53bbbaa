"""E-mail addresses: the one spelling that an address is kept in, and who may have it."""

import email_validator
import idna
import structlog
from sqlalchemy.orm import Session

from warehouse.accounts import queries
from warehouse.accounts.errors import (
    EmailDomainProhibited,
    EmailInvalid,
    EmailUnavailable,
    EmailUndeliverable,
)

log = structlog.get_logger(__name__)

_DNS_SECONDS = 5


def normalised(text: str) -> str:
    """Return an address as it is kept (RFC 5321, RFC 6531); raises `EmailInvalid`.

    Quotes that are not needed go, the domain is lower case, and Unicode is composed.
    """
    try:
        found = email_validator.validate_email(
            text,
            check_deliverability=False,
            test_environment=True,
            allow_quoted_local=True,
            strict=True,
        )
    except email_validator.EmailNotValidError as error:
        raise EmailInvalid(text, str(error)) from None
    return found.normalized


class AddressRules:
    """Decides whether somebody may add an address to an account."""

    def __init__(self, db: Session, *, asks_dns: bool) -> None:
        self._db, self._asks_dns = db, asks_dns

    def check(self, text: str) -> str:
        """Return the address `text` as it is kept.

        Raises `EmailInvalid` or `EmailDomainProhibited`. Whether an account has it
        already is asked by `check_is_free`, because the answer is worth a limit.
        """
        address = normalised(text)
        domain = address.rpartition("@")[2]
        spellings = (domain, idna.encode(domain, uts46=True).decode())
        if any(queries.domain_is_prohibited(self._db, each) for each in spellings):
            raise EmailDomainProhibited(domain)
        if self._asks_dns:
            _check_that_mail_arrives(address)
        return address

    def check_is_free(self, address: str) -> None:
        """Raise `EmailUnavailable` if an account has the address, in whatever case."""
        if queries.email_exists(self._db, address):
            raise EmailUnavailable(address)


def _check_that_mail_arrives(address: str) -> None:
    """Ask DNS who takes mail for the domain; without an answer in time it may."""
    try:
        found = email_validator.validate_email(
            address, timeout=_DNS_SECONDS, test_environment=True, allow_quoted_local=True
        )
    except email_validator.EmailUndeliverableError as error:
        raise EmailUndeliverable(address, str(error)) from None
    if found.mx is None:
        log.warning("mail_domain_unknown", domain=found.ascii_domain)
