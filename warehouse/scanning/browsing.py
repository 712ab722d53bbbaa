"""Looking into a file: its members, one of them as text, and what changed in it."""

import difflib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from warehouse.packaging.models import File, Project
from warehouse.scanning.inspecting import Finding
from warehouse.scanning.members import ArchiveUnreadable, entries_of, read
from warehouse.storage import BlobMissing, Storage

MOST_MEMBERS = 5000
"""Members of a file that are listed."""

MOST_TEXT = 200_000
"""Bytes of a member that are shown."""

MOST_NUMBERED = 10_000
"""Lines of a text that have numbers and marks."""

MOST_LINES = 3000
"""Lines of each side that are compared: what is hostile takes time by their square."""


class FileBrowser:
    """Reads the members of stored files, within bounds."""

    def __init__(self, storage: Storage) -> None:
        self.storage = storage

    def members(self, file: File) -> list[tuple[str, int]]:
        """Return the names and sizes of the members; raises `ArchiveUnreadable`."""
        with self.open(file) as opened:
            entries = islice(entries_of(file.filename, opened), MOST_MEMBERS)
            return sorted((each.name, each.size) for each in entries)

    def text(self, file: File, member: str) -> str | None:
        """Return the beginning of a member as text, or None if there is none.

        Raises `ArchiveUnreadable`.
        """
        content = self.content(file, member, most=MOST_TEXT)
        return None if content is None else content.decode("utf-8", "replace")

    def content(self, file: File, member: str, *, most: int) -> bytes | None:
        """Return the first bytes of a member, or None; raises `ArchiveUnreadable`."""
        with self.open(file) as opened:
            for each in entries_of(file.filename, opened):
                if each.name == member:
                    return read(each, most)
        return None

    def texts(self, file: File, members: Collection[str], *, most: int) -> dict[str, str]:
        """Return the beginnings of several members as text; raises `ArchiveUnreadable`."""
        with self.open(file) as opened:
            return {
                each.name: read(each, most).decode("utf-8", "replace")
                for each in entries_of(file.filename, opened)
                if each.name in members
            }

    def open(self, file: File) -> BinaryIO:
        """Open the bytes of a file; raises `ArchiveUnreadable` if they are not here."""
        try:
            return self.storage.open(file.path)
        except BlobMissing as error:
            raise ArchiveUnreadable("Its bytes are not stored here.") from error


@dataclass(frozen=True)
class Line:
    """A line of a text: its number, the text with its end, and why it is marked."""

    number: int
    text: str
    reasons: tuple[str, ...]


def marked_lines(text: str, findings: Iterable[Finding]) -> list[Line]:
    """Return the lines of a text; from `MOST_NUMBERED` on, the rest is one."""
    reasons: dict[int, list[str]] = {}
    for each in findings:
        reasons.setdefault(each.line, []).append(f"{each.kind}: {each.what}")
    lines = text.split("\n", MOST_NUMBERED - 1)
    ends = [*["\n"] * (len(lines) - 1), ""]
    return [
        Line(number, line + end, tuple(reasons.get(number, ())))
        for number, (line, end) in enumerate(zip(lines, ends, strict=True), 1)
    ]


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


def difference(
    before: str, after: str, names: tuple[str, str] = ("before", "after")
) -> list[str]:
    """Return the lines of a unified difference of the beginnings of two texts."""
    former, latter = (each.splitlines()[:MOST_LINES] for each in (before, after))
    return list(difflib.unified_diff(former, latter, *names, lineterm=""))
