"""Names of domains, in the words of this domain's errors."""

from warehouse.accounts import domains
from warehouse.accounts.errors import DomainInvalid as AccountDomainInvalid
from warehouse.organizations.errors import DomainInvalid


def checked_domain(text: str) -> str:
    """Return a domain as it is kept; raises `DomainInvalid`."""
    try:
        return domains.checked_domain(text)
    except AccountDomainInvalid as error:
        raise DomainInvalid(text) from error
