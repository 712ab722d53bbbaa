"""A folder of backups: their names, which of them are kept, and what happens after each."""

import os
import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path

_NAME = re.compile(r"warehouse-(\d{8}T\d{6}Z)\.tar\.gz\Z")
_FORMAT = "%Y%m%dT%H%M%SZ"


class HookFailed(Exception):
    """The operator's command after a backup failed; the text says how."""


def name_of(moment: datetime) -> str:
    """Return the name of a backup that is made at this time."""
    return f"warehouse-{moment.astimezone(UTC).strftime(_FORMAT)}.tar.gz"


def made_at(path: Path) -> datetime | None:
    """Return when a backup was made, by its name; None for any other file."""
    found = _NAME.match(path.name)
    if found is None:
        return None
    return datetime.strptime(found[1], _FORMAT).replace(tzinfo=UTC)


def backups_in(folder: Path) -> list[Path]:
    """Return the backups in a folder, the newest first."""
    found = [(moment, path) for path in folder.iterdir() if (moment := made_at(path))]
    return [path for _moment, path in sorted(found, reverse=True)]


def forget_all_but(folder: Path, keep: int) -> list[Path]:
    """Delete all but the newest backups; return those that were deleted.

    Files whose names are not those of backups are left alone.
    """
    old = backups_in(folder)[keep:]
    for path in old:
        path.unlink()
    return old


def run_hook(command: str, file: Path) -> None:
    """Run the operator's command with the backup as `$WAREHOUSE_BACKUP`.

    Raises `HookFailed`.
    """
    answer = subprocess.run(
        ["/bin/sh", "-c", command],
        env={**os.environ, "WAREHOUSE_BACKUP": str(file)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if answer.returncode != 0:
        said = " ".join(answer.stderr.split())[-500:]
        raise HookFailed(f"the command ended with status {answer.returncode}: {said}")
