"""Settings of PostgreSQL, of Valkey, and of the place of files."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from warehouse.settings.fields import (
    MIB,
    base_url,
    choice,
    count,
    days,
    env,
    mebibytes,
    number,
)


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


def _internal_path(text: str) -> str:
    if not (text.startswith("/") and text.endswith("/") and text.isprintable()):
        raise ValueError("must begin and end with a slash")
    return text


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
    """Caches of finished answers: in each web process, and in Valkey for all."""

    local_bytes: int = env(
        "CACHE_LOCAL_MIB",
        default=64 * MIB,
        parse=mebibytes,
        help="what each web process may keep",
    )
    client_seconds: int = env(
        "CLIENT_CACHE_SECONDS",
        default=0,
        parse=number(0, 86_400),
        help="how long browsers and installers use a page without asking whether it has "
        "changed; with 0 they ask each time, and are mostly told that it has not",
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
    check_every: timedelta = env(
        "STORAGE_CHECK_DAYS",
        default=timedelta(days=7),
        parse=days,
        help="how often rows and blobs are compared; 0 is never",
    )
    accel: str | None = env(
        "FILES_ACCEL",
        default=None,
        parse=_internal_path,
        help="an internal location of nginx, such as /_files/, that is FILES_PATH",
    )

    def __post_init__(self) -> None:
        """Refuse an object store without a bucket."""
        if self.backend == "s3" and not self.bucket:
            raise ValueError("S3_BUCKET is not set, and FILES_BACKEND=s3 needs it")
        if self.backend == "s3" and self.accel is not None:
            raise ValueError("FILES_ACCEL needs FILES_BACKEND=local")
