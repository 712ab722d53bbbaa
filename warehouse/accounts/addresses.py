"""E-mail addresses: the one spelling that an address is kept in, and who may have it."""

from typing import Any

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
from warehouse.db.locks import lock_name

log = structlog.get_logger(__name__)

MAIL_RESOLVER = "warehouse.accounts.mail_resolver"
"""The registry's entry of the resolver, with what it has been told already."""

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


def check_is_free(db: Session, address: str) -> None:
    """Raise `EmailUnavailable` if an account has the address, in whatever case.

    Nobody else adds it until the transaction ends: the table's own rule knows case.
    """
    lock_name(db, f"email/{address.lower()}")
    if queries.email_exists(db, address):
        raise EmailUnavailable(address)


class AddressRules:
    """Decides whether somebody may add an address to an account.

    Without a resolver DNS is not asked whether mail could arrive.
    """

    def __init__(self, db: Session, resolver: Any = None) -> None:
        self._db, self._resolver = db, resolver

    def check(self, text: str) -> str:
        """Return the address `text` as it is kept.

        Raises `EmailInvalid`, `EmailUndeliverable` or `EmailDomainProhibited`. Whether an
        account has it already is asked by `check_is_free`: the answer is worth a limit.
        """
        address = normalised(text)
        domain = address.rpartition("@")[2]
        spellings = [domain, idna.encode(domain, uts46=True).decode()]
        if queries.a_domain_is_prohibited(self._db, spellings):
            raise EmailDomainProhibited(domain)
        servers = [] if self._resolver is None else _servers_of(address, self._resolver)
        if queries.a_domain_is_prohibited(self._db, servers, is_mx_record=True):
            raise EmailDomainProhibited(domain)
        return address

    def check_is_free(self, address: str) -> None:
        """Raise `EmailUnavailable` if an account has the address, in whatever case."""
        check_is_free(self._db, address)


def make_resolver() -> Any:
    """Return the system's resolver, which takes five seconds at most."""
    return email_validator.caching_resolver(timeout=_DNS_SECONDS)


def _servers_of(address: str, resolver: Any) -> list[str]:
    """Return the mail servers of a domain; raises `EmailUndeliverable` if it has none.

    Where DNS does not answer in time nothing is known, and the address may be added.
    """
    try:
        found = email_validator.validate_email(
            address, dns_resolver=resolver, allow_quoted_local=True
        )
    except email_validator.EmailNotValidError as error:
        raise EmailUndeliverable(address, str(error)) from None
    servers: list[tuple[int, str]] | None = getattr(found, "mx", None)
    if servers is None:
        log.warning("mail_domain_unknown", domain=found.ascii_domain)
        return []
    return [host.rstrip(".").lower() for _, host in servers]
