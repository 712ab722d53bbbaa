"""The tables of accounts."""

from warehouse.accounts.models.prohibited import ProhibitedUserName
from warehouse.accounts.models.user import DisableReason, Email, UnverifyReason, User

__all__ = ["DisableReason", "Email", "ProhibitedUserName", "UnverifyReason", "User"]
