"""E-mail addresses: the one spelling that an address is kept in, and who may have it."""

import enum
import itertools
import time
from typing import Any

import dns.exception
import dns.resolver
import dns.reversename
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
_MOST_SERVERS = 3
_MOST_ADDRESSES = 2


class DomainStatus(enum.StrEnum):
    """What is known of the domain of an address, as it is kept beside that."""

    ACTIVE = "active"
    PROHIBITED = "prohibited"
    UNDELEGATED = "undelegated"
    """No mail can arrive: DNS has no such domain, or no server for it."""
    UNKNOWN = "unknown"
    """DNS did not answer in time."""


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
        return self._look_up(text)[0]

    @property
    def asks_dns(self) -> bool:
        """Return whether DNS is asked at all."""
        return self._resolver is not None

    def status_of(self, address: str) -> DomainStatus:
        """Return what is known of the domain of an address now."""
        try:
            servers = self._look_up(address)[1]
        except EmailDomainProhibited:
            return DomainStatus.PROHIBITED
        except EmailInvalid:
            return DomainStatus.UNDELEGATED
        return DomainStatus.ACTIVE if servers else DomainStatus.UNKNOWN

    def _look_up(self, text: str) -> tuple[str, list[str]]:
        """Return an address as it is kept, and its mail servers where they are known."""
        address = normalised(text)
        domain = address.rpartition("@")[2]
        servers: list[str] = []
        spellings = [domain, idna.encode(domain, uts46=True).decode()]
        if queries.a_domain_is_prohibited(self._db, spellings):
            raise EmailDomainProhibited(domain)
        if self._resolver is not None:
            servers = _servers_of(address, self._resolver)
            self._check_servers(domain, servers)
        return address, servers

    def _check_servers(self, domain: str, servers: list[str]) -> None:
        """Raise `EmailDomainProhibited` for a name of a mail server, or of its address."""
        prohibited = queries.a_domain_is_prohibited
        if prohibited(self._db, servers, is_mx_record=True):
            raise EmailDomainProhibited(domain)
        hosts = _hosts_of(servers, self._resolver)
        if prohibited(self._db, hosts, is_mx_record=True):
            raise EmailDomainProhibited(domain)

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


def _hosts_of(servers: list[str], resolver: Any) -> list[str]:
    """Return the names that DNS has for the addresses of mail servers (RFC 1035, 3.5).

    What is not known after five seconds is not waited for.
    """
    end = time.monotonic() + _DNS_SECONDS
    hosts: list[str] = []
    try:
        for server, kind in itertools.product(servers[:_MOST_SERVERS], ("A", "AAAA")):
            for address in _records(resolver, server, kind, end)[:_MOST_ADDRESSES]:
                name = dns.reversename.from_address(address)
                hosts += _records(resolver, name, "PTR", end)
    except dns.exception.DNSException as error:
        log.warning("mail_host_unknown", servers=servers, error=type(error).__name__)
    return [each.rstrip(".").lower() for each in hosts]


def _records(resolver: Any, name: Any, kind: str, end: float) -> list[str]:
    """Return the records of a name as text, none if there are none."""
    left = max(0.001, end - time.monotonic())
    try:
        return [str(each) for each in resolver.resolve(name, kind, lifetime=left)]
    except (dns.resolver.NoAnswer, dns.resolver.NXDOMAIN):
        return []
