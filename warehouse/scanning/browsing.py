"""Looking into a file: its members, one of them as text, and what changed in it."""

import difflib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from time import monotonic
from typing import BinaryIO

from warehouse.packaging.models import File, Project
from warehouse.scanning.inspecting import Finding
from warehouse.scanning.members import ArchiveUnreadable, entries_of, read
from warehouse.storage import BlobMissing, Storage
from warehouse.storage.seeking import opened_to_seek

MOST_MEMBERS = 5000
"""Members of a file that are listed."""

MOST_TEXT = 200_000
"""Bytes of a member that are shown."""

MOST_NUMBERED = 10_000
"""Lines of a text that have numbers and marks."""

MOST_LINES = 3000
"""Lines of each side that are compared."""

SECONDS = 2
"""The time that comparing two texts may take: hostile ones take it by their square."""

UNKNOWN = "They differ; where they do takes too long to find."

Opcode = tuple[str, int, int, int, int]


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
            return opened_to_seek(self.storage, file.path)
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
    before: str,
    after: str,
    names: tuple[str, str] = ("before", "after"),
    *,
    until: float | None = None,
) -> list[str]:
    """Return the lines of a unified difference of the beginnings of two texts.

    Where it takes longer than until `until`, one line says so.
    """
    former, latter = (each.splitlines()[:MOST_LINES] for each in (before, after))
    if former == latter:
        return []
    matcher = BoundedMatcher(
        former, latter, monotonic() + SECONDS if until is None else until
    )
    try:
        groups = list(matcher.get_grouped_opcodes())
    except TimeoutError:
        return [UNKNOWN]
    changes = [each for group in groups for each in _hunk(group, former, latter)]
    return [f"--- {names[0]}", f"+++ {names[1]}", *changes]


class BoundedMatcher(difflib.SequenceMatcher[str]):
    """Finds what two texts have in common; raises `TimeoutError` when its time is up."""

    def __init__(self, former: list[str], latter: list[str], until: float) -> None:
        super().__init__(None, former, latter)
        self.until = until

    def find_longest_match(
        self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None
    ) -> difflib.Match:
        """Find one run of equal lines, of which there are as many steps as lines."""
        if monotonic() > self.until:
            raise TimeoutError
        return super().find_longest_match(alo, ahi, blo, bhi)


def _hunk(group: list[Opcode], former: list[str], latter: list[str]) -> Iterator[str]:
    """Yield the lines of one hunk, with its head."""
    first, last = group[0], group[-1]
    yield f"@@ -{_span(first[1], last[2])} +{_span(first[3], last[4])} @@"
    for kind, begin, end, other_begin, other_end in group:
        if kind == "equal":
            yield from (f" {each}" for each in former[begin:end])
            continue
        yield from (f"-{each}" for each in former[begin:end])
        yield from (f"+{each}" for each in latter[other_begin:other_end])


def _span(begin: int, end: int) -> str:
    """Return where lines begin, from 1, and how many they are; none begin a line before."""
    size = end - begin
    return f"{begin + (size > 0)},{size}" if size != 1 else f"{begin + 1}"
