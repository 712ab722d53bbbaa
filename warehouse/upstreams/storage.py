"""Where files of upstreams lie: a directory of this machine, within a budget."""

import fcntl
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO

from warehouse.packaging.locations import METADATA
from warehouse.settings import Settings
from warehouse.storage import Blob, LocalStorage

_PAUSE_SECONDS = 0.05
_RENDERING = "@"
"""How the name of a rendering begins, and no name of a file."""

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)


class UpstreamStorage(LocalStorage):
    """Keeps the files of upstreams; all of them can be had again."""

    @contextmanager
    def alone(self, key: int, seconds: float) -> Iterator[bool]:
        """Let one caller of this machine at a time fetch a file.

        Yields False where others needed longer than so many seconds.
        """
        handle = os.open(self.scratch() / f"lock-{key % 4096}", os.O_RDWR | os.O_CREAT)
        try:
            yield self._is_locked(handle, time.monotonic() + seconds)
        finally:
            os.close(handle)

    def _is_locked(self, handle: int, until: float) -> bool:
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > until:
                    return False
                time.sleep(_PAUSE_SECONDS)
            else:
                return True

    @contextmanager
    def receiving(self) -> Iterator[IO[bytes]]:
        """Yield a file in scratch, which is deleted at the end unless it was stored."""
        with tempfile.NamedTemporaryFile(dir=self.scratch(), prefix="get-") as file:
            yield file

    def note_use(self, blob: Blob) -> None:
        """Write when a blob was asked for, at most once an hour."""
        if datetime.now(UTC) - blob.modified > _HOUR:
            with suppress(FileNotFoundError):
                os.utime(self._resolve(blob.path))

    def evict(self, most_bytes: int) -> list[str]:
        """Delete what was not asked for longest until so many bytes are left.

        Returns the paths of what was deleted.
        """
        self._forget_unfinished()
        blobs = sorted(self.list(), key=lambda blob: blob.modified)
        excess, gone = sum(blob.size for blob in blobs) - most_bytes, []
        for blob in blobs:
            if excess <= 0:
                break
            self.delete(blob.path)
            excess -= blob.size
            gone.append(blob.path)
        return gone

    def _forget_unfinished(self) -> None:
        """Delete what a process left behind that was killed while it fetched."""
        for path in self.scratch().glob("get-*"):
            with suppress(FileNotFoundError):
                if time.time() - path.stat().st_mtime > _DAY.total_seconds():
                    path.unlink()


def place_of(key: int, filename: str) -> str:
    """Return the path of a file in the storage; its metadata lies beside it."""
    return f"{key % 256:02x}/{key}/{filename}"


def rendering_of(key: int, digest: str) -> str:
    """Return the path of a rendered description that was read from a file, or beside it."""
    return place_of(key, f"{_RENDERING}{digest}.html")


def file_at(path: str) -> int | None:
    """Return the key of the file at a path, None where something lies beside one."""
    _, key, name = path.split("/")
    is_beside = name.endswith(METADATA) or name.startswith(_RENDERING)
    return None if is_beside else int(key)


def make_storage(settings: Settings) -> UpstreamStorage:
    """Return the storage at `UPSTREAM_PATH`, or beside `FILES_PATH`."""
    path: Path = settings.upstreams.path or settings.storage.path.parent / "upstreams"
    return UpstreamStorage(path)
