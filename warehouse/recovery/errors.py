"""The errors of requests."""

from warehouse.accounts.errors import AccountError


class PlaceUnknown(AccountError):
    """No project of the account named the place before the request."""
