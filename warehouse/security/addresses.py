"""The networks that addresses of clients belong to."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

_SITE = 64
"""Bits of an IPv6 address that name a customer's network; all the rest is one's own."""

_BLOCK = 24
"""Bits of an IPv4 address that name a block, the smallest that is routed."""


def network_of(address: str | None) -> str:
    """Return the network of `address`, which one client cannot change by itself.

    That is an IPv4 address, or the /64 of an IPv6 address (RFC 6177, RFC 4291 2.5.4). An
    IPv4 address that is written as one of IPv6 is the former. What is no address at all
    stays as it is.
    """
    found = _parsed(address or "")
    if isinstance(found, IPv6Address):
        return str(ip_network((found.packed, _SITE), strict=False))
    return address or "" if found is None else str(found)


def neighbourhood_of(address: str | None) -> str | None:
    """Return the /24 or /64 that `address` is in, which is shown to people, or None.

    Addresses within it are mostly given to the same place one after the other.
    """
    found = _parsed(address or "")
    if found is None:
        return None
    bits = _SITE if isinstance(found, IPv6Address) else _BLOCK
    return str(ip_network((found.packed, bits), strict=False))


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    try:
        # A zone (`%eth0`) says by which interface the address is reached (RFC 4007).
        found = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
        return found.ipv4_mapped
    return found
