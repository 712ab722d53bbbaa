"""The errors of requests."""

from warehouse.accounts.errors import AccountError


class PlaceUnknown(AccountError):
    """No project of the account named the place before the request."""


class RecoveryGoing(AccountError):
    """Somebody asks for the account already."""


class RecoveryMissing(AccountError):
    """Nobody asks for the account."""


class ContactUnproved(AccountError):
    """Nobody has proved yet that they read the contact address."""


class StaffNotRecovered(AccountError):
    """Accounts of staff are not given to anybody in this way."""
