"""Looking into a file: its members, one of them as text, and what changed in it."""

import difflib
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from itertools import islice
from tarfile import TarError, TarInfo
from tarfile import open as open_tar
from typing import BinaryIO

from warehouse.packaging.models import File, Project
from warehouse.scanning.members import ArchiveUnreadable
from warehouse.storage import BlobMissing, Storage

MOST_MEMBERS = 5000
"""Members of a file that are listed."""

MOST_TEXT = 200_000
"""Bytes of a member that are shown."""

MOST_LINES = 5000
"""Lines of a difference that are shown."""

_ZIPS = (".whl", ".zip", ".egg")
_BROKEN = (
    *(zipfile.BadZipFile, TarError, zlib.error, lzma.LZMAError),
    *(EOFError, OSError, ValueError, RuntimeError),
)


class FileBrowser:
    """Reads the members of stored files, within bounds."""

    def __init__(self, storage: Storage) -> None:
        self.storage = storage

    def members(self, file: File) -> list[tuple[str, int]]:
        """Return the names and sizes of the members; raises `ArchiveUnreadable`."""
        try:
            with self._open(file) as opened:
                found = [(name, size) for name, size, _ in self._entries(file, opened)]
        except _BROKEN as error:
            raise ArchiveUnreadable(str(error)) from error
        return sorted(found)

    def text(self, file: File, member: str) -> str | None:
        """Return the beginning of a member as text, or None if there is none.

        Raises `ArchiveUnreadable`.
        """
        try:
            with self._open(file) as opened:
                for name, _, content in self._entries(file, opened, member):
                    if name == member:
                        return content.decode("utf-8", "replace")
        except _BROKEN as error:
            raise ArchiveUnreadable(str(error)) from error
        return None

    def _open(self, file: File) -> BinaryIO:
        try:
            return self.storage.open(file.path)
        except BlobMissing as error:
            raise ArchiveUnreadable("Its bytes are not stored here.") from error

    def _entries(
        self, file: File, opened: BinaryIO, wanted: str | None = None
    ) -> Iterator[tuple[str, int, bytes]]:
        """Yield name, size and, of the member that is wanted, the first bytes."""
        if file.filename.endswith(_ZIPS):
            with zipfile.ZipFile(opened) as archive:
                for info in archive.infolist()[:MOST_MEMBERS]:
                    content = b""
                    if info.filename == wanted:
                        with archive.open(info) as member:
                            content = member.read(MOST_TEXT)
                    yield info.filename, info.file_size, content
            return
        with open_tar(fileobj=opened, mode="r:*") as tar:
            for number, each in enumerate(tar):
                if number >= MOST_MEMBERS:
                    return
                stream = tar.extractfile(each) if _is_wanted(each, wanted) else None
                content = b"" if stream is None else stream.read(MOST_TEXT)
                yield each.name, each.size, content


def _is_wanted(each: TarInfo, wanted: str | None) -> bool:
    return each.isreg() and each.name == wanted


def file_before(project: Project, file: File) -> File | None:
    """Return the file of the same kind in the release before, if there is one."""
    versions = [each.id for each in project.releases]
    later = project.releases[versions.index(file.release_id) + 1 :]
    files: Iterator[File] = (each for release in later for each in release.files)
    return next((each for each in files if each.packagetype == file.packagetype), None)


def counterpart(member: str, file: File, before: File) -> str:
    """Return how a member is called in the file before: its folder names the version."""
    version, other = file.release.version, before.release.version
    return member.replace(f"-{version}", f"-{other}", 1)


def difference(before: str, after: str) -> list[str]:
    """Return the lines of a unified difference, the first of them at least."""
    lines = difflib.unified_diff(
        before.splitlines(), after.splitlines(), "before", "after", lineterm=""
    )
    return list(islice(lines, MOST_LINES))
