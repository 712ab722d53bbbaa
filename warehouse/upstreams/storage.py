"""Where files of upstreams lie: a directory of this machine, within a budget."""

import enum
import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO, BinaryIO

from warehouse.packaging.locations import METADATA
from warehouse.settings import Settings
from warehouse.storage import Blob, BlobMissing, LocalStorage
from warehouse.storage.local import link_or_copy

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

    @contextmanager
    def holding(self) -> Iterator["HeldFiles"]:
        """Yield what keeps files readable until the end, whatever is deleted meanwhile."""
        with tempfile.TemporaryDirectory(dir=self.scratch(), prefix="hold-") as folder:
            yield HeldFiles(self.root, Path(folder))

    def note_use(self, blob: Blob) -> None:
        """Write when a blob was asked for, at most once an hour."""
        if datetime.now(UTC) - blob.modified > _HOUR:
            with suppress(FileNotFoundError):
                os.utime(self._resolve(blob.path))

    def touch(self, path: str) -> int | None:
        """Write that a blob was asked for now; return its size, None if it is not here."""
        try:
            os.utime(self._resolve(path))
            return self.stat(path).size
        except (FileNotFoundError, BlobMissing):
            return None

    def evict(
        self, most_bytes: int, pinned: Callable[[], Mapping[int, bool]] = dict
    ) -> list[str]:
        """Delete what was not asked for longest until so many bytes are left.

        Returns the paths of what was deleted. What is pinned stays: `pinned` is asked once
        all blobs are listed, and says by the keys of files whether the file is meant or the
        metadata beside it alone.
        """
        self._forget_unfinished()
        blobs = sorted(self.list(), key=lambda blob: blob.modified)
        excess, gone = sum(blob.size for blob in blobs) - most_bytes, list[str]()
        kept = pinned()
        for blob in blobs:
            if excess <= 0:
                break
            if not _is_pinned(blob.path, kept) and self._is_as_listed(blob):
                self.delete(blob.path)
                excess -= blob.size
                gone.append(blob.path)
        return gone

    def _is_as_listed(self, blob: Blob) -> bool:
        """Return whether nobody has asked for a blob since it was listed.

        Whoever has may have pinned it meanwhile.
        """
        try:
            return self.stat(blob.path).modified == blob.modified
        except BlobMissing:
            return True

    def _forget_unfinished(self) -> None:
        """Delete what a process left behind that was killed while it fetched or held."""
        for path in (*self.scratch().glob("get-*"), *self.scratch().glob("hold-*")):
            with suppress(FileNotFoundError):
                if time.time() - path.stat().st_mtime <= _DAY.total_seconds():
                    continue
                if path.is_dir():
                    shutil.rmtree(path)
                else:
                    path.unlink()


class HeldFiles:
    """Files of the storage by another name, which nobody evicts."""

    def __init__(self, root: Path, folder: Path) -> None:
        self._root, self._folder = root, folder
        self._names: dict[str, Path] = {}

    def __contains__(self, path: str) -> bool:
        """Return whether a file is held."""
        return path in self._names

    def hold(self, path: str) -> int:
        """Hold a file that is stored, and return its size; raises `BlobMissing`."""
        name = self._folder / str(len(self._names))
        try:
            link_or_copy(self._root.joinpath(*path.split("/")), name)
        except FileNotFoundError as error:
            raise BlobMissing(path) from error
        self._names[path] = name
        return name.stat().st_size

    def open(self, path: str) -> BinaryIO:
        """Open a file that is held."""
        return self._names[path].open("rb")


def place_of(key: int, filename: str) -> str:
    """Return the path of a file in the storage; its metadata lies beside it."""
    return f"{key % 256:02x}/{key}/{filename}"


def rendering_of(key: int, digest: str) -> str:
    """Return the path of a rendered description that was read from a file, or beside it."""
    return place_of(key, f"{_RENDERING}{digest}.html")


class Kind(enum.Enum):
    """What lies at a path."""

    FILE = "file"
    METADATA = "metadata"
    RENDERING = "rendering"


def lying_at(path: str) -> tuple[int, Kind]:
    """Return the key of the file at a path, or beside which it is, and what it is."""
    _, key, name = path.split("/")
    if name.startswith(_RENDERING):
        return int(key), Kind.RENDERING
    return int(key), Kind.METADATA if name.endswith(METADATA) else Kind.FILE


def _is_pinned(path: str, pinned: Mapping[int, bool]) -> bool:
    key, kind = lying_at(path)
    if kind is Kind.FILE:
        return pinned.get(key, False)
    return kind is Kind.METADATA and key in pinned


def make_storage(settings: Settings) -> UpstreamStorage:
    """Return the storage at `UPSTREAM_PATH`, or beside `FILES_PATH`."""
    path: Path = settings.upstreams.path or settings.storage.path.parent / "upstreams"
    return UpstreamStorage(path)
