"""The tables of accounts."""

from warehouse.accounts.models.export import AccountExport
from warehouse.accounts.models.factors import RecoveryCode, SecurityKey
from warehouse.accounts.models.preferences import UserPreferences
from warehouse.accounts.models.prohibited import ProhibitedEmailDomain, ProhibitedUserName
from warehouse.accounts.models.terms import Engagement, TermsEngagement
from warehouse.accounts.models.unique_logins import UniqueLogin, UniqueLoginStatus
from warehouse.accounts.models.user import DisableReason, Email, UnverifyReason, User

__all__ = [
    "AccountExport",
    "DisableReason",
    "Email",
    "Engagement",
    "ProhibitedEmailDomain",
    "ProhibitedUserName",
    "RecoveryCode",
    "SecurityKey",
    "TermsEngagement",
    "UniqueLogin",
    "UniqueLoginStatus",
    "UnverifyReason",
    "User",
    "UserPreferences",
]
