"""Settings of backups on schedule."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from warehouse.settings.fields import env, number


def _hours(text: str) -> timedelta:
    return timedelta(hours=number(1, 24 * 366)(text))


@dataclass(frozen=True, kw_only=True)
class BackupSettings:
    """Where the worker keeps backups, how often it makes one, and how many are kept."""

    path: Path | None = env(
        "BACKUP_PATH",
        default=None,
        parse=Path,
        help="the folder in which the worker keeps backups; without it, it makes none",
    )
    every: timedelta = env(
        "BACKUP_EVERY_HOURS",
        default=timedelta(hours=24),
        parse=_hours,
        help="hours between two backups",
    )
    keep: int = env(
        "BACKUP_KEEP", default=7, parse=number(1, 1000), help="how many backups are kept"
    )
    hook: str = env(
        "BACKUP_HOOK",
        default="",
        help="a shell command that is run after each, with its file as $WAREHOUSE_BACKUP",
    )
