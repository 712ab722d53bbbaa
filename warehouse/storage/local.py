"""Blobs as files below one directory of this machine."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from stat import S_ISREG
from typing import BinaryIO, cast

from warehouse.storage.interface import Blob, BlobMissing, Storage, StorageUnavailable
from warehouse.storage.paths import SCRATCH, checked
from warehouse.storage.slices import Slice

_NOT_A_FILE = (FileNotFoundError, IsADirectoryError, NotADirectoryError)


class LocalStorage(Storage):
    """Keeps blobs below `root`; half-received files live in a directory beside them."""

    def __init__(self, root: Path) -> None:
        self.root = root.absolute()

    def put(
        self, path: str, source: Path, *, metadata: Mapping[str, str] | None = None
    ) -> None:
        """Copy or link, flush to the disk, rename: readers see all of it or nothing."""
        target = self._resolve(path)
        try:
            made = _make_directories(target.parent)
            with self._temporary() as temporary:
                temporary.unlink()
                if source.parent == self.scratch():
                    link_or_copy(source, temporary)
                else:
                    shutil.copyfile(source, temporary)
                temporary.chmod(0o644)
                _flush(temporary)
                temporary.replace(target)
            for directory in made:
                _flush(directory)
        except OSError as error:
            raise StorageUnavailable(f"{path!r} could not be written: {error}") from error

    def open(self, path: str, *, start: int = 0, length: int | None = None) -> BinaryIO:
        """Open the file, or a part of it."""
        with self._errors(path):
            handle = self._resolve(path).open("rb")
        if start == 0 and length is None:
            return handle
        return cast(BinaryIO, Slice(handle, start, length))

    def stat(self, path: str) -> Blob:
        """Ask the file system."""
        target = self._resolve(path)
        with self._errors(path):
            found = target.stat()
        if not S_ISREG(found.st_mode):
            raise BlobMissing(path)
        return Blob(path, found.st_size, datetime.fromtimestamp(found.st_mtime, UTC))

    def delete(self, path: str) -> None:
        """Delete the file, and the directories that it leaves empty."""
        target = self._resolve(path)
        try:
            with self._errors(path):
                target.unlink()
        except BlobMissing:
            return
        for parent in target.parents:
            if parent == self.root:
                return
            try:
                parent.rmdir()
            except OSError:
                return

    def list(self, prefix: str = "") -> Iterator[Blob]:
        """Walk the deepest directory that the prefix names, leaving out scratch."""
        top = self._top(prefix)
        if top is None:
            return
        for directory, subdirectories, names in os.walk(top, onerror=_unwalkable):
            if Path(directory) == self.root and SCRATCH in subdirectories:
                subdirectories.remove(SCRATCH)
            for name in names:
                path = (Path(directory) / name).relative_to(self.root).as_posix()
                if path.startswith(prefix):
                    yield from self._stat_if_there(path)

    def scratch(self) -> Path:
        """Return a directory on the same disk, so that storing is a rename."""
        directory = self.root / SCRATCH
        try:
            directory.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorageUnavailable(f"{directory} cannot be made: {error}") from error
        return directory

    def check(self) -> None:
        """Write a byte to scratch, and delete it."""
        try:
            with tempfile.TemporaryFile(dir=self.scratch()) as probe:
                probe.write(b".")
                probe.flush()
        except OSError as error:
            raise StorageUnavailable(f"{self.root} cannot be written: {error}") from error

    def local_path(self, path: str) -> Path | None:
        """Return the path of the file."""
        return self._resolve(path)

    def _resolve(self, path: str) -> Path:
        return self.root.joinpath(*checked(path).split("/"))

    def _top(self, prefix: str) -> Path | None:
        """Return the directory with every blob of a prefix, or None if there is none."""
        directory, _, _ = prefix.rpartition("/")
        if not directory:
            return self.root
        try:
            top = self._resolve(directory)
        except BlobMissing:
            return None
        return top if top.is_dir() else None

    @contextlib.contextmanager
    def _errors(self, path: str) -> Iterator[None]:
        """Raise `BlobMissing` for a missing file, else `StorageUnavailable`."""
        try:
            yield
        except _NOT_A_FILE as error:
            if self.root.exists() and not self.root.is_dir():
                raise StorageUnavailable(f"{self.root} is no directory") from error
            raise BlobMissing(path) from None
        except OSError as error:
            raise StorageUnavailable(f"{path!r} cannot be reached: {error}") from error

    def _temporary(self) -> "_Temporary":
        return _Temporary(self.scratch())

    def _stat_if_there(self, path: str) -> Iterator[Blob]:
        try:
            yield self.stat(path)
        except BlobMissing:
            return


class _Temporary:
    """A file being written, deleted at the end unless it was renamed."""

    def __init__(self, directory: Path) -> None:
        handle, name = tempfile.mkstemp(dir=directory, prefix="put-")
        os.close(handle)
        self.path = Path(name)

    def __enter__(self) -> Path:
        return self.path

    def __exit__(self, *_: object) -> None:
        self.path.unlink(missing_ok=True)


def link_or_copy(source: Path, target: Path) -> None:
    """Give a file that nobody writes any more another name on the same disk."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def _make_directories(directory: Path) -> list[Path]:
    """Make a directory and its parents; return those to flush for a file to last."""
    changed = [directory]
    while not changed[-1].exists():
        changed.append(changed[-1].parent)
    directory.mkdir(parents=True, exist_ok=True)
    return changed


def _unwalkable(error: OSError) -> None:
    """Pass over what was deleted meanwhile; raise for a directory nobody can read."""
    if not isinstance(error, FileNotFoundError):
        raise StorageUnavailable(f"{error.filename} cannot be listed: {error}") from error


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
