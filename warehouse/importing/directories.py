"""Folders of distributions, as pypiserver serves them and as builds leave them behind."""

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from warehouse.importing.errors import FileUnreadable
from warehouse.importing.values import Found, Sink

_ENDINGS = (".whl", ".tar.gz", ".zip", ".egg", ".tar.bz2", ".tgz", ".exe", ".msi", ".rpm")
"""Those of distributions of today, and those of yesterday, which are refused by name."""


def files_in(folder: Path, *, has_times: bool) -> list[Found]:
    """Return the distributions in a folder and below, in the order of their names.

    Whatever begins with a dot is passed over, as pypiserver does. A file's time is when it
    was uploaded only where somebody says so.
    """
    return [_found(path, has_times=has_times) for path in _walk(folder)]


def copied(path: Path, sink: Sink) -> None:
    """Feed the bytes of a file to a sink; raises `FileUnreadable`."""
    try:
        if path.exists() and not path.is_file():
            raise FileUnreadable("It is no file.")
        with path.open("rb") as source:
            shutil.copyfileobj(source, sink)
    except OSError as error:
        raise FileUnreadable(f"It cannot be read: {error.strerror or error}.") from error


def _walk(folder: Path) -> Iterator[Path]:
    """Yield files and follow no link to a folder, so that the walk ends."""
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        for name in sorted(names):
            if name.endswith(_ENDINGS) and not name.startswith("."):
                yield Path(place) / name


def _found(path: Path, *, has_times: bool) -> Found:
    is_timed = has_times and path.is_file()
    modified = datetime.fromtimestamp(path.stat().st_mtime, UTC) if is_timed else None
    return Found(
        filename=path.name,
        where=str(path),
        copy=partial(copied, path),
        uploaded=modified,
    )
