"""Settings of a directory (LDAP) that knows the passwords of people."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from warehouse.settings.fields import boolean, env
from warehouse.settings.single_sign_on import is_loopback

_PORTS = {"ldap": 389, "ldaps": 636}
NAME = "{username}"
"""What stands for the name of whoever signs in."""


@dataclass(frozen=True)
class DirectoryServer:
    """Where a directory is, and how its connection is kept from others."""

    host: str
    port: int
    is_tls: bool
    starttls: bool


def _server(text: str) -> DirectoryServer:
    """Read `ldaps://host`, or `ldap://host`, which is plain on this machine only."""
    url = urlsplit(text)
    if url.scheme not in _PORTS or not url.hostname or url.username:
        raise ValueError("must look like ldaps://host or ldap://host")
    if url.path.strip("/") or url.query or url.fragment:
        raise ValueError("must end after the host; LDAP_BASE says where people are")
    is_tls = url.scheme == "ldaps"
    return DirectoryServer(
        host=url.hostname,
        port=url.port or _PORTS[url.scheme],
        is_tls=is_tls,
        starttls=not is_tls and not is_loopback(url.hostname),
    )


def _with_name(text: str) -> str:
    if text.count(NAME) != 1 or text.replace(NAME, "").count("{"):
        raise ValueError(f"must have {NAME} in it, once")
    return text


def _file(text: str) -> Path:
    path = Path(text)
    if not path.is_file():
        raise ValueError("must be a file")
    return path


@dataclass(frozen=True, kw_only=True)
class DirectorySettings:
    """The directory, how people are found in it, and what is read of them."""

    server: DirectoryServer | None = env(
        "LDAP_URL",
        default=None,
        parse=_server,
        help="a directory whose people sign in with its passwords: ldaps://host, or "
        "ldap://host (with StartTLS, but on this machine)",
    )
    authority: Path | None = env(
        "LDAP_CA",
        default=None,
        parse=_file,
        help="a file with the certificates that vouch for the directory; those that this "
        "machine trusts if unset",
    )
    name: str = env(
        "LDAP_NAME",
        default="LDAP",
        help="what people call the directory",
    )
    user_dn: str | None = env(
        "LDAP_USER_DN",
        default=None,
        parse=_with_name,
        help="the distinguished name of whoever signs in, as in "
        "uid={username},ou=people,dc=example; people are searched for if unset",
    )
    bind_dn: str | None = env(
        "LDAP_BIND_DN",
        default=None,
        help="the distinguished name that searches for people; nobody's if unset",
    )
    password: str | None = env(
        "LDAP_PASSWORD",
        default=None,
        is_secret=True,
        help="the password of LDAP_BIND_DN",
    )
    base: str | None = env(
        "LDAP_BASE",
        default=None,
        help="under which entry people are searched for, as in ou=people,dc=example",
    )
    filter: str = env(
        "LDAP_FILTER",
        default="(uid={username})",
        parse=_with_name,
        help="the search for whoever signs in (RFC 4515)",
    )
    id: str = env(
        "LDAP_ID",
        default="entryUUID",
        help="the attribute that tells people apart for ever; objectGUID in Active "
        "Directory",
    )
    email: str = env("LDAP_EMAIL", default="mail", help="the attribute with the address")
    trusts_addresses: bool = env(
        "LDAP_VERIFIED_EMAIL",
        default=False,
        parse=boolean,
        help="true: the address in the directory needs no proof here",
    )
    groups: str = env(
        "LDAP_GROUPS",
        default="memberOf",
        help="the attribute with the groups that teams may follow",
    )

    def __post_init__(self) -> None:
        """Refuse a directory in which nobody could be found."""
        if self.server is not None and self.user_dn is None and self.base is None:
            raise ValueError("LDAP_URL is set, and needs LDAP_USER_DN or LDAP_BASE")
        if (self.bind_dn is None) != (self.password is None):
            raise ValueError("LDAP_BIND_DN and LDAP_PASSWORD are set together")
