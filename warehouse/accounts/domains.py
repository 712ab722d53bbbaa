"""The names of domains that people write."""

import idna

from warehouse.accounts.errors import DomainInvalid


def checked_domain(text: str) -> str:
    """Return a domain as it is kept; raises `DomainInvalid`."""
    name = text.strip().strip(".").lower()
    try:
        encoded = idna.encode(name, uts46=True)
    except idna.IDNAError:
        raise DomainInvalid(text) from None
    if b"." not in encoded:
        raise DomainInvalid(text)
    return name
