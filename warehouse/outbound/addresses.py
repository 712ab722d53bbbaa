"""Which addresses may be connected to for a stranger.

The lists are those of IANA's registries of special-purpose addresses (RFC 6890), and the
addresses at which clouds tell machines their credentials.
"""

from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

Network = IPv4Network | IPv6Network

_GLOBAL = ip_network("2000::/3")
"""All that was ever given out of IPv6 (RFC 4291, 2.4); what is outside means no host."""


def _networks(*texts: str) -> tuple[Network, ...]:
    return tuple(map(ip_network, texts))


_METADATA = _networks(
    "169.254.0.0/16",
    "168.63.129.16/32",
    "100.100.100.200/32",
    "192.0.0.192/32",
    "fd00:ec2::/32",
    "fd20:ce::/32",
    "fe80::/10",
)
"""Link-local addresses, and others where clouds answer their machines."""

_PRIVATE = _networks(
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "::1/128",
    "fc00::/7",
)
"""Networks inside a company, and the machine itself."""

_RESERVED = _networks(
    "0.0.0.0/8",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.88.99.0/24",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/4",
    "240.0.0.0/4",
    "2001::/23",
    "2001:db8::/32",
    "2002::/16",
    "3fff::/20",
)
"""Unspecified, multicast, tunnels (Teredo, 6to4), documentation and future use."""


def may_connect(text: str, *, private: bool = False) -> bool:
    """Return whether a stranger may have us connect to an address.

    With `private` that is so for networks inside a company and the machine itself, too.
    """
    try:
        address = ip_address(text)
    except ValueError:
        return False
    if _is_in(text, _METADATA):
        return False
    if _is_in(text, _PRIVATE):
        return private
    is_given_out = address.version == 4 or address in _GLOBAL
    return is_given_out and not _is_in(text, _RESERVED)


def _is_in(text: str, networks: tuple[Network, ...]) -> bool:
    address = ip_address(text)
    return any(address.version == each.version and address in each for each in networks)
