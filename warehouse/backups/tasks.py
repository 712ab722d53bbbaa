"""Backups on schedule."""

import fcntl
from datetime import UTC, datetime, timedelta
from pathlib import Path

from celery.schedules import schedule

from warehouse.backups.retention import (
    HookFailed,
    backups_in,
    forget_all_but,
    made_at,
    name_of,
    run_hook,
)
from warehouse.backups.writing import write_backup
from warehouse.http import Request
from warehouse.settings import BackupSettings
from warehouse.tasks import task


@task(every=schedule(timedelta(minutes=10)))
def back_up(request: Request) -> None:
    """Make a backup if the newest one is too old, and forget the oldest.

    Two workers make no two: a file in the folder is locked meanwhile.
    """
    settings: BackupSettings = request.settings.backups
    if settings.path is None:
        return
    settings.path.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (settings.path / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        if _is_due(settings.path, settings.every):
            _make(request, settings, settings.path)


def _is_due(folder: Path, every: timedelta) -> bool:
    newest = next(iter(backups_in(folder)), None)
    moment = None if newest is None else made_at(newest)
    return moment is None or moment + every <= datetime.now(UTC)


def _make(request: Request, settings: BackupSettings, folder: Path) -> None:
    storage = request.settings.storage
    files = storage.path if storage.backend == "local" else None
    file = folder / name_of(datetime.now(UTC))
    count = write_backup(request.settings.database.url, files, file, progress=iter)
    gone = forget_all_but(folder, settings.keep)
    request.log.info("backup_made", file=str(file), files=count, forgotten=len(gone))
    if settings.hook:
        try:
            run_hook(settings.hook, file)
        except HookFailed as error:
            request.log.error("backup_hook_failed", file=str(file), error=str(error))
