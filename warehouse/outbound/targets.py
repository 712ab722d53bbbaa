"""Checking the URLs that strangers give, before anything is resolved."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from urllib.parse import SplitResult, urlsplit

from warehouse.i18n import Message, _
from warehouse.outbound.addresses import may_connect
from warehouse.outbound.errors import TargetRefused

LONGEST = 2000

_PORTS = {"https": 443, "http": 80}
_VISIBLE = re.compile(r"[!-~]+\Z")
_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\Z", re.IGNORECASE)
_NUMBER = re.compile(r"([0-9]+|0x[0-9a-f]*)\Z", re.IGNORECASE)


@dataclass(frozen=True)
class Target:
    """A URL that was checked; `path` has the query with it."""

    url: str
    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """Return what the header `Host` says (RFC 9110, 7.2)."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == _PORTS[self.scheme] else f"{name}:{self.port}"


@dataclass(frozen=True)
class TargetRules:
    """Which URLs are targets: their ports, whether plain HTTP, whether private networks."""

    ports: Collection[int] = (443, 80)
    allows_http: bool = False
    private: bool = False

    def check(self, url: str) -> Target:
        """Return the target of a URL; raises `TargetRefused`."""
        if len(url) > LONGEST:
            raise TargetRefused(
                _("Use at most ${most} characters.", mapping={"most": LONGEST})
            )
        if not _VISIBLE.match(url) or "\\" in url:
            raise TargetRefused(
                _(
                    "Write the address without spaces, backslashes and letters outside "
                    "ASCII; they can be percent-encoded, and names as xn--…."
                )
            )
        if "#" in url:
            raise TargetRefused(_("Leave out # and what follows; it is never sent."))
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            raise TargetRefused(_("That is no address as in https://host/path.")) from None
        scheme, host = self._scheme(parts), self._host(parts)
        found = _PORTS[scheme] if port is None else port
        if found not in self.ports:
            raise TargetRefused(self._wrong_port(found))
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return Target(url, scheme, host, found, path)

    def _wrong_port(self, port: int) -> Message:
        allowed = ", ".join(map(str, self.ports))
        values = {"port": port, "ports": allowed}
        return _("Port ${port} is not allowed here; use one of ${ports}.", mapping=values)

    def _scheme(self, parts: SplitResult) -> str:
        allowed = ("https", "http") if self.allows_http else ("https",)
        if parts.scheme not in allowed:
            beginnings = ", ".join(f"{each}://" for each in allowed)
            raise TargetRefused(
                _(
                    "Begin the address with ${beginnings}.",
                    mapping={"beginnings": beginnings},
                )
            )
        return parts.scheme

    def _host(self, parts: SplitResult) -> str:
        if "@" in parts.netloc:
            raise TargetRefused(_("Leave the username and password out of the address."))
        host = parts.hostname or ""
        is_address = _is_address(host, bracketed="[" in parts.netloc)
        if not is_address and not _is_name(host):
            raise TargetRefused(
                _("“${host}” is not the name of a host.", mapping={"host": host[:100]})
            )
        if is_address and not may_connect(host, private=self.private):
            raise TargetRefused(
                _("${address} is not a public address.", mapping={"address": host})
            )
        return host


def _is_address(host: str, *, bracketed: bool) -> bool:
    try:
        if bracketed:
            IPv6Address(host)
        else:
            IPv4Address(host)
    except AddressValueError:
        return False
    return True


def _is_name(host: str) -> bool:
    """Return whether it is a name, and not a number that a resolver makes an address of."""
    labels = host.split(".")
    return (
        len(host) <= 253
        and all(map(_LABEL.match, labels))
        and not _NUMBER.match(labels[-1])
    )
