"""The syntax of `Host` that is accepted (RFC 9110, section 7.2; RFC 3986, section 3.2.2).

A host gets into URLs of answers and into cache keys. So it is a name as there are in DNS,
or an address, and perhaps a port; no client of an index has a use for what else the
standards allow.
"""

import re
from ipaddress import AddressValueError, IPv6Address

_LONGEST = 255
_NAME = r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_.])?"
_HOST = re.compile(
    rf"(?:\[(?P<v6>[0-9A-Fa-f:.]+)\]|(?P<name>{_NAME}))(?::(?P<port>[0-9]{{1,5}}))?"
)


def is_host(text: str) -> bool:
    """Return whether `text` is a host, with a port or without."""
    found = _HOST.fullmatch(text) if len(text) <= _LONGEST else None
    if found is None or ".." in text or int(found["port"] or 0) > 65_535:
        return False
    if found["v6"] is None:
        return True
    try:
        IPv6Address(found["v6"])
    except AddressValueError:
        return False
    return True


def without_port(host: str) -> tuple[str, str]:
    """Split a host into its name or address and its port, which may be empty."""
    found = _HOST.fullmatch(host)
    if found is None:
        raise ValueError(f"{host!r} is no host")
    name = found["name"] or f"[{found['v6']}]"
    return name, found["port"] or ""
