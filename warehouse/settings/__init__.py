"""Every setting of the product, declared once, typed, and checked at boot.

Code reads `request.settings.uploads.open_for`; nothing else reads the environment.
Environments differ in values only.
"""

from warehouse.settings.backups import BackupSettings
from warehouse.settings.cdn import CDNSettings
from warehouse.settings.client_limits import ClientLimitSettings
from warehouse.settings.fields import (
    MIB,
    Origin,
    SettingsError,
    Variable,
    load,
    origins,
    variables,
)
from warehouse.settings.hashing import HashCost
from warehouse.settings.importing import ImportSettings
from warehouse.settings.mail import MailServer, MailSettings
from warehouse.settings.people import AccountSettings, UploadSettings
from warehouse.settings.services import StorageSettings
from warehouse.settings.site import APISettings, MetricsSettings, SiteSettings
from warehouse.settings.tree import Settings
from warehouse.settings.trusted_publishing import TrustedPublishingSettings
from warehouse.settings.upstreams import UpstreamSettings

__all__ = [
    "MIB",
    "APISettings",
    "AccountSettings",
    "BackupSettings",
    "CDNSettings",
    "ClientLimitSettings",
    "HashCost",
    "ImportSettings",
    "MailServer",
    "MailSettings",
    "MetricsSettings",
    "Origin",
    "Settings",
    "SettingsError",
    "SiteSettings",
    "StorageSettings",
    "TrustedPublishingSettings",
    "UploadSettings",
    "UpstreamSettings",
    "Variable",
    "known_variables",
    "load",
    "origins",
]


def known_variables() -> list[Variable]:
    """Return every environment variable that the product reads."""
    return list(variables(Settings))
