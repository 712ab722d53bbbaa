"""All settings, a class for each subject."""

from dataclasses import dataclass

from warehouse.settings.backups import BackupSettings
from warehouse.settings.captcha import CaptchaSettings
from warehouse.settings.cdn import CDNSettings
from warehouse.settings.client_limits import ClientLimitSettings
from warehouse.settings.directory import DirectorySettings
from warehouse.settings.downloads import DownloadSettings
from warehouse.settings.fields import group
from warehouse.settings.importing import ImportSettings
from warehouse.settings.mail import MailSettings
from warehouse.settings.people import AccountSettings, UploadSettings
from warehouse.settings.publishing import PublishingSettings
from warehouse.settings.services import (
    CacheSettings,
    DatabaseSettings,
    RedisSettings,
    StorageSettings,
)
from warehouse.settings.single_sign_on import SingleSignOnSettings
from warehouse.settings.site import (
    APISettings,
    DevelopmentSettings,
    MetricsSettings,
    SiteSettings,
)
from warehouse.settings.staff import StaffSettings
from warehouse.settings.trusted_publishing import TrustedPublishingSettings
from warehouse.settings.upstreams import UpstreamSettings
from warehouse.settings.webhooks import WebhookSettings


@dataclass(frozen=True, kw_only=True)
class Settings:
    """All settings."""

    site: SiteSettings = group(SiteSettings)
    database: DatabaseSettings = group(DatabaseSettings)
    redis: RedisSettings = group(RedisSettings)
    cache: CacheSettings = group(CacheSettings)
    cdn: CDNSettings = group(CDNSettings)
    storage: StorageSettings = group(StorageSettings)
    downloads: DownloadSettings = group(DownloadSettings)
    uploads: UploadSettings = group(UploadSettings)
    client_limits: ClientLimitSettings = group(ClientLimitSettings)
    accounts: AccountSettings = group(AccountSettings)
    single_sign_on: SingleSignOnSettings = group(SingleSignOnSettings)
    directory: DirectorySettings = group(DirectorySettings)
    captcha: CaptchaSettings = group(CaptchaSettings)
    mail: MailSettings = group(MailSettings)
    staff: StaffSettings = group(StaffSettings)
    upstreams: UpstreamSettings = group(UpstreamSettings)
    importing: ImportSettings = group(ImportSettings)
    webhooks: WebhookSettings = group(WebhookSettings)
    publishing: PublishingSettings = group(PublishingSettings)
    trusted_publishing: TrustedPublishingSettings = group(TrustedPublishingSettings)
    backups: BackupSettings = group(BackupSettings)
    api: APISettings = group(APISettings)
    metrics: MetricsSettings = group(MetricsSettings)
    development: DevelopmentSettings = group(DevelopmentSettings)

    def __post_init__(self) -> None:
        """Refuse to send links whose host is whatever somebody wrote into a request."""
        if self.mail.server is not None and self.site.domain is None:
            raise ValueError("WAREHOUSE_DOMAIN is not set, and SMTP_URL needs it for links")
