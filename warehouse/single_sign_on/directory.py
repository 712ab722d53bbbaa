"""Asking a directory (LDAP) whether a password is somebody's, and who that is.

An empty password is never sent: a directory takes it for an anonymous bind and agrees
(RFC 4513, 5.1.2). Names are escaped (RFC 4514 and 4515), referrals are not followed.
"""

import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import structlog
from ldap3 import BASE, NONE, SUBTREE, Connection, Server, Tls
from ldap3.core.exceptions import LDAPException
from ldap3.core.results import (
    RESULT_INVALID_CREDENTIALS,
    RESULT_INVALID_DN_SYNTAX,
    RESULT_NO_SUCH_OBJECT,
    RESULT_SUCCESS,
)
from ldap3.utils.conv import escape_filter_chars
from ldap3.utils.dn import escape_rdn

from warehouse.accounts.names import is_valid_name
from warehouse.settings.directory import NAME, DirectorySettings
from warehouse.single_sign_on.errors import DirectorySilent, PasswordRefused
from warehouse.single_sign_on.providers import DIRECTORY, MOST_GROUPS, Assertion

log = structlog.get_logger(__name__)

_SECONDS = 5
_LONGEST_PASSWORD = 4096
_WRONG = {RESULT_INVALID_CREDENTIALS, RESULT_INVALID_DN_SYNTAX, RESULT_NO_SUCH_OBJECT}


@dataclass(frozen=True)
class _Entry:
    """Somebody in the directory: where, and what is known of them."""

    dn: str
    values: Mapping[str, list[bytes] | None] = field(repr=False)

    def all(self, name: str) -> list[str]:
        """Return the values of an attribute that are text."""
        texts = (_text(value) for value in self.raw(name))
        return [each for each in texts if each is not None]

    def raw(self, name: str) -> list[bytes]:
        """Return the values of an attribute, whose name is compared without case."""
        found = {each.lower(): values for each, values in self.values.items()}
        return found.get(name.lower()) or []

    def one(self, name: str) -> str:
        """Return the first value of an attribute, or nothing."""
        return next(iter(self.all(name)), "")


class Directory:
    """Knows the passwords of people, and asks the directory each time."""

    def __init__(self, settings: DirectorySettings) -> None:
        self._settings = settings

    def assertion(self, username: str, password: str) -> Assertion:
        """Return what the directory says of whoever has this name and password.

        Raises `PasswordRefused` or `DirectorySilent`. No database connection should wait.
        """
        is_possible = is_valid_name(username) and "\0" not in password
        if not is_possible or not 0 < len(password) <= _LONGEST_PASSWORD:
            raise PasswordRefused
        try:
            entry = self._entry(username, password)
        except (LDAPException, OSError, ValueError) as error:
            problem = f"{type(error).__name__}: {error}"[:300]
            log.warning("directory_unanswered", problem=problem)
            raise DirectorySilent from error
        return self._said(username, entry)

    def _entry(self, username: str, password: str) -> _Entry:
        own = self._settings
        if own.user_dn is not None:
            dn = own.user_dn.replace(NAME, escape_rdn(username))
            with self._bound(dn, password) as connection:
                return self._found(connection, dn, "(objectClass=*)", BASE)
        wanted = own.filter.replace(NAME, escape_filter_chars(username))
        with self._bound(own.bind_dn, own.password, is_person=False) as connection:
            entry = self._found(connection, own.base or "", wanted, SUBTREE)
        with self._bound(entry.dn, password):
            return entry

    @contextmanager
    def _bound(
        self, dn: str | None, password: str | None, *, is_person: bool = True
    ) -> Iterator[Connection]:
        """Return a connection of somebody, and close it at the end."""
        own = self._settings.server
        assert own is not None
        server = Server(
            own.host,
            own.port,
            use_ssl=own.is_tls,
            tls=_CheckedTls(self._settings.authority),
            get_info=NONE,
            connect_timeout=_SECONDS,
        )
        connection = Connection(
            server,
            dn,
            password,
            receive_timeout=_SECONDS,
            auto_referrals=False,
            read_only=True,
        )
        try:
            connection.open()
            is_private = not own.starttls or connection.start_tls()
            if not (is_private and connection.bind()):
                code = connection.result["result"]
                if is_private and is_person and code in _WRONG:
                    raise PasswordRefused
                raise ValueError(f"it refuses a bind: {connection.result['description']}")
            yield connection
        finally:
            connection.unbind()
            if connection.socket is not None:
                # One that could not be connected is left open.
                connection.socket.close()

    def _found(self, connection: Connection, base: str, wanted: str, scope: str) -> _Entry:
        """Return the one entry that a search finds; raises `PasswordRefused`."""
        own = self._settings
        connection.search(
            base,
            wanted,
            search_scope=scope,
            attributes=[own.id, own.email, "cn", own.groups],
            size_limit=2,
            time_limit=_SECONDS,
        )
        found = [each for each in connection.response if each["type"] == "searchResEntry"]
        if len(found) != 1:
            if len(found) > 1:
                log.warning("directory_ambiguous", filter=wanted)
            elif connection.result["result"] not in {RESULT_SUCCESS, *_WRONG}:
                raise ValueError(connection.result["description"])
            raise PasswordRefused
        return _Entry(found[0]["dn"], found[0]["raw_attributes"])

    def _said(self, username: str, entry: _Entry) -> Assertion:
        own = self._settings
        subject = _subject(entry.raw(own.id))
        if not subject:
            log.warning("directory_entry_without_id", attribute=own.id)
            raise DirectorySilent
        return Assertion(
            issuer=DIRECTORY,
            subject=subject,
            username=username,
            name=entry.one("cn"),
            address=entry.one(own.email),
            is_address_verified=own.trusts_addresses,
            groups=tuple(entry.all(own.groups)[:MOST_GROUPS]),
        )


class _CheckedTls(Tls):
    """TLS whose certificates the standard library checks, the name of the host included."""

    def __init__(self, authority: Path | None) -> None:
        super().__init__(validate=ssl.CERT_REQUIRED)
        self._authority = authority

    def wrap_socket(self, connection: Any, do_handshake: bool = False) -> None:
        """Wrap the socket of a connection; raises `ssl.SSLError`."""
        context = ssl.create_default_context(cafile=self._authority)
        connection.socket = context.wrap_socket(
            connection.socket, server_hostname=connection.server.host
        )


def _text(value: bytes) -> str | None:
    try:
        found = value.decode()
    except UnicodeDecodeError:
        return None
    return found if found.isprintable() else None


def _subject(values: list[bytes]) -> str:
    """Return the one value of an id as text: some directories have it as bytes."""
    if len(values) != 1:
        return ""
    return (_text(values[0]) or values[0].hex())[:255]
