"""The settings themselves, a class for each subject."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from warehouse.settings.cdn import CDNSettings
from warehouse.settings.fields import (
    MIB,
    base_url,
    boolean,
    choice,
    count,
    days,
    env,
    group,
    limit,
    mebibytes,
    number,
    rate,
)

GIB = 1024 * MIB


def _database_url(text: str) -> str:
    for prefix in ("postgresql://", "postgres://"):
        if text.startswith(prefix):
            return "postgresql+psycopg://" + text.removeprefix(prefix)
    if not text.startswith("postgresql+psycopg://"):
        raise ValueError("must start with postgresql://")
    return text


def _redis_url(text: str) -> str:
    if not text.startswith(("redis://", "rediss://", "unix://")):
        raise ValueError("must start with redis://, rediss:// or unix://")
    return text


def _contact(text: str) -> str:
    if not text.startswith(("mailto:", "https://", "tel:")) or not text.isprintable():
        raise ValueError("must start with mailto:, https:// or tel:")
    return text


def _internal_path(text: str) -> str:
    if not (text.startswith("/") and text.endswith("/") and text.isprintable()):
        raise ValueError("must begin and end with a slash")
    return text


def _keys(text: str) -> str:
    if "://" in text and not text.startswith("https://"):
        raise ValueError("must be a file or start with https://")
    return text


def _secret(text: str) -> str:
    if len(text) < 32:
        raise ValueError("must have at least 32 characters")
    return text


@dataclass(frozen=True, kw_only=True)
class SiteSettings:
    """What the index is called and where it is found."""

    name: str = env("SITE_NAME", default="Warehouse", help="the name pages show")
    domain: str | None = env(
        "WAREHOUSE_DOMAIN", default=None, help="the only host answered; any if unset"
    )
    https: str = env(
        "WAREHOUSE_HTTPS",
        default="optional",
        parse=choice("optional", "require"),
        help="require: refuse plain HTTP and send HSTS",
    )
    secret: str = env(
        "WAREHOUSE_SECRET",
        parse=_secret,
        is_secret=True,
        help="at least 32 random characters; signs sessions and links",
    )
    trusted_proxies: int = env(
        "TRUSTED_PROXIES",
        default=0,
        parse=number(0, 100),
        help="how many proxies in front set X-Forwarded-For, -Proto and -Host",
    )
    data: Path = env(
        "WAREHOUSE_DATA",
        default=Path("var"),
        parse=Path,
        help="the directory everything of this instance is kept in",
    )
    static: Path | None = env(
        "STATIC_PATH",
        default=None,
        parse=Path,
        help="built static files, when not beside the code",
    )
    camo_url: str | None = env(
        "CAMO_URL", default=None, parse=base_url, help="an image proxy for descriptions"
    )


@dataclass(frozen=True, kw_only=True)
class DatabaseSettings:
    """PostgreSQL, and how we connect to it."""

    url: str = env(
        "DATABASE_URL",
        parse=_database_url,
        is_secret=True,
        help="postgresql://user@host/database",
    )
    replica_url: str | None = env(
        "DATABASE_REPLICA_URL",
        default=None,
        parse=_database_url,
        is_secret=True,
        help="a streaming replica that public pages may be read from",
    )
    pool_size: int = env(
        "DATABASE_POOL_SIZE", default=10, parse=count, help="connections kept open"
    )


@dataclass(frozen=True, kw_only=True)
class RedisSettings:
    """Valkey or Redis: sessions, limits, cache and the queue."""

    url: str = env(
        "REDIS_URL",
        parse=_redis_url,
        is_secret=True,
        help="redis://host:6379/0 or unix:///path/to/socket",
    )


@dataclass(frozen=True, kw_only=True)
class CacheSettings:
    """Finished pages, kept by each web process and, for all of them, in Valkey."""

    local_bytes: int = env(
        "CACHE_LOCAL_MIB",
        default=64 * MIB,
        parse=mebibytes,
        help="what each web process may keep",
    )


@dataclass(frozen=True, kw_only=True)
class StorageSettings:
    """Where the bytes of files are kept."""

    backend: str = env(
        "FILES_BACKEND",
        default="local",
        parse=choice("local", "s3"),
        help="local: a directory; s3: an S3-compatible object store",
    )
    path: Path = env(
        "FILES_PATH", default=Path("var/files"), parse=Path, help="the directory of files"
    )
    url: str | None = env(
        "FILES_URL",
        default=None,
        parse=base_url,
        help="another host that serves /packages/; this one if unset",
    )
    bucket: str = env("S3_BUCKET", default="", help="the bucket of files")
    endpoint: str | None = env(
        "S3_ENDPOINT", default=None, parse=base_url, help="an S3 speaker other than AWS"
    )
    region: str = env("S3_REGION", default="us-east-1", help="the region of the bucket")
    key_id: str | None = env("S3_KEY_ID", default=None, help="access key, if not ambient")
    key: str | None = env(
        "S3_KEY", default=None, is_secret=True, help="secret key, if not ambient"
    )
    retention: timedelta = env(
        "BLOB_RETENTION_DAYS",
        default=timedelta(days=30),
        parse=days,
        help="how long the bytes of deleted files are kept",
    )
    accel: str | None = env(
        "FILES_ACCEL",
        default=None,
        parse=_internal_path,
        help="an internal location of nginx, such as /_files/, that is FILES_PATH",
    )

    def __post_init__(self) -> None:
        """An object store without a bucket is no place for anything."""
        if self.backend == "s3" and not self.bucket:
            raise ValueError("S3_BUCKET is not set, and FILES_BACKEND=s3 needs it")
        if self.backend == "s3" and self.accel is not None:
            raise ValueError("FILES_ACCEL needs FILES_BACKEND=local")


@dataclass(frozen=True, kw_only=True)
class UploadSettings:
    """What the upload API takes, and with how many hands."""

    processes: int = env(
        "UPLOAD_WORKERS",
        default=1,
        parse=number(0, 64),
        help="web processes for uploads only; with 0, those that answer reads take them",
    )
    max_file_bytes: int = env(
        "UPLOAD_MAX_FILE_MIB",
        default=100 * MIB,
        parse=mebibytes,
        help="the largest file, in MiB, unless a project has its own limit",
    )
    max_project_bytes: int = env(
        "UPLOAD_MAX_PROJECT_MIB",
        default=10 * GIB,
        parse=mebibytes,
        help="all files of a project together, in MiB",
    )
    open_for: timedelta = env(
        "RELEASE_OPEN_DAYS",
        default=timedelta(days=14),
        parse=days,
        help="how long a release takes new files; 0 means always",
    )
    wheel_tags: str = env(
        "WHEEL_TAGS",
        default="pypi",
        parse=choice("pypi", "any"),
        help="pypi: the platform tags of the public index; any: every valid tag",
    )
    wheel_names: str = env(
        "WHEEL_NAMES",
        default="pypi",
        parse=choice("pypi", "any"),
        help="pypi: wheels spell the normalised project name; any: old spellings too",
    )
    new_projects_per_user: str = env(
        "LIMIT_PROJECTS_USER",
        default="20 per hour",
        parse=rate,
        help="new projects for each user",
    )
    new_projects_per_address: str = env(
        "LIMIT_PROJECTS_ADDRESS",
        default="40 per hour",
        parse=rate,
        help="the same for each address",
    )


@dataclass(frozen=True, kw_only=True)
class AccountSettings:
    """How strict we are with people's credentials."""

    two_factor: str = env(
        "TWO_FACTOR",
        default="optional",
        parse=choice("optional", "required"),
        help="required: nobody uploads or manages without a second factor",
    )
    logins_per_user: str = env(
        "LIMIT_LOGIN_USER",
        default="10 per 5 minutes",
        parse=rate,
        help="failed passwords for a user",
    )
    logins_per_address: str = env(
        "LIMIT_LOGIN_ADDRESS",
        default="10 per 5 minutes",
        parse=rate,
        help="failed passwords from an address",
    )
    logins_in_all: str = env(
        "LIMIT_LOGIN_ALL",
        default="1000 per 5 minutes",
        parse=rate,
        help="failed passwords in all",
    )


@dataclass(frozen=True, kw_only=True)
class APISettings:
    """What the read APIs say, and how often."""

    xmlrpc_calls: str = env(
        "LIMIT_XMLRPC",
        default="3600 per hour",
        parse=limit,
        help="XML-RPC calls from an address; several limits with commas between them",
    )
    indexed_host: str | None = env(
        "ROBOTS_HOST",
        default=None,
        help="the host that search engines may index; none if unset",
    )
    security_contact: str | None = env(
        "SECURITY_CONTACT",
        default=None,
        parse=_contact,
        help="mailto: or https: address for reports of weaknesses; shown in security.txt",
    )
    vulnerability_keys: str | None = env(
        "VULNERABILITY_KEYS",
        default=None,
        parse=_keys,
        help="the public keys that vulnerability reports are signed with: a file, or an "
        "https:// address; without it no report is taken",
    )
    security_policy: str | None = env(
        "SECURITY_POLICY",
        default=None,
        parse=_contact,
        help="https: address of how such reports are handled; shown there too",
    )


@dataclass(frozen=True, kw_only=True)
class MetricsSettings:
    """What an operator sees."""

    port: int = env(
        "METRICS_PORT",
        default=0,
        parse=number(0, 65_535),
        help="Prometheus metrics; 0 is off",
    )
    log_format: str = env(
        "LOG_FORMAT",
        default="console",
        parse=choice("console", "json"),
        help="console for people, json for machines",
    )
    log_level: str = env(
        "LOG_LEVEL",
        default="INFO",
        parse=choice("DEBUG", "INFO", "WARNING", "ERROR"),
        help="the least important line that is written",
    )


@dataclass(frozen=True, kw_only=True)
class DevelopmentSettings:
    """Switches for people who change the code."""

    reload: bool = env(
        "WAREHOUSE_RELOAD", default=False, parse=boolean, help="reload templates on change"
    )
    pseudo_locales: bool = env(
        "WAREHOUSE_PSEUDO_LOCALES",
        default=False,
        parse=boolean,
        help="offer languages that mark every text, to find what is not translated",
    )
    style_guide: bool = env(
        "WAREHOUSE_STYLE_GUIDE",
        default=False,
        parse=boolean,
        help="show every component of the pages at /_style/",
    )


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The whole tree."""

    site: SiteSettings = group(SiteSettings)
    database: DatabaseSettings = group(DatabaseSettings)
    redis: RedisSettings = group(RedisSettings)
    cache: CacheSettings = group(CacheSettings)
    cdn: CDNSettings = group(CDNSettings)
    storage: StorageSettings = group(StorageSettings)
    uploads: UploadSettings = group(UploadSettings)
    accounts: AccountSettings = group(AccountSettings)
    api: APISettings = group(APISettings)
    metrics: MetricsSettings = group(MetricsSettings)
    development: DevelopmentSettings = group(DevelopmentSettings)
