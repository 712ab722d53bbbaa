"""Settings of counting downloads."""

from dataclasses import dataclass
from datetime import timedelta

from warehouse.settings.fields import env, number, signing_secrets


def _seconds(text: str) -> timedelta:
    return timedelta(seconds=number(0, 3600)(text))


@dataclass(frozen=True, kw_only=True)
class DownloadSettings:
    """How often counts are written, and who else may tell of downloads."""

    every: timedelta = env(
        "DOWNLOADS_SECONDS",
        default=timedelta(seconds=60),
        parse=_seconds,
        help="seconds after which downloads that were counted in memory are written; "
        "0 counts none",
    )
    secrets: tuple[str, ...] = env(
        "DOWNLOADS_SECRET",
        default=(),
        parse=signing_secrets,
        is_secret=True,
        help="at least 24 random characters that log lines of a CDN are signed with; "
        "several have spaces between; without one POST /_/downloads/ does not exist",
    )
