"""Looking into stored files for everybody: by ranges, one pass, and within bounds."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from time import monotonic
from typing import BinaryIO

from warehouse.packaging.models import File
from warehouse.scanning.members import ArchiveUnreadable, Entry, entries_of, read
from warehouse.storage import BlobMissing, Storage
from warehouse.storage.seeking import opened_to_seek

LARGEST = 64 * 1024 * 1024
"""Bytes of an sdist that are unpacked to find a member; what lies behind is not shown."""

MOST_MEMBERS = 10_000
"""Members of a file that are listed."""

MOST_KEPT = 8 * 1024 * 1024
"""Bytes of members that are kept at a time."""

SECONDS = 4.0
"""The time after which no further member is looked at."""

KINDS = (".whl", ".zip", ".egg", ".tar.gz", ".tgz", ".tar.bz2")
"""The ends of names of files that can be looked into."""

Wanted = Callable[[str], int]
"""Says of how many bytes of a member the beginning is kept."""

Rank = Callable[[str], tuple[int, str] | None]
"""Says which place a member has among those that are looked for, None for any other."""


@dataclass
class Contents:
    """The members of a file with their sizes, and the beginnings of those wanted."""

    sizes: dict[str, int] = field(default_factory=dict)
    kept: dict[str, bytes] = field(default_factory=dict)
    repeated: set[str] = field(default_factory=set)
    """Names that several members have; the first of them is shown."""
    is_whole: bool = True

    def text(self, name: str) -> str:
        """Return the beginning of a member as text; nothing if it was not kept."""
        return self.kept.get(name, b"").decode("utf-8", "replace")


@dataclass(frozen=True)
class Found:
    """The beginning of a member, and its size."""

    content: bytes
    size: int


def can_be_browsed(filename: str) -> bool:
    """Return whether there is a way to look into files of this name."""
    return filename.endswith(KINDS)


class ContentsReader:
    """Reads what is in stored files; raises `ArchiveUnreadable`."""

    def __init__(self, storage: Storage) -> None:
        self.storage = storage

    def contents(
        self, file: File, wanted: Wanted = lambda name: 0, *, seconds: float = SECONDS
    ) -> Contents:
        """Return all members, and of those wanted so many first bytes."""
        found, left, until = Contents(), MOST_KEPT, monotonic() + seconds
        with self.opened(file) as opened:
            for each in self.entries(file, opened):
                if len(found.sizes) >= MOST_MEMBERS or monotonic() > until:
                    found.is_whole = False
                    break
                if each.name in found.sizes:
                    found.repeated.add(each.name)
                    continue
                found.sizes[each.name] = each.size
                most = min(wanted(each.name), left)
                if most > 0:
                    found.kept[each.name] = read(each, most)
                    left -= len(found.kept[each.name])
        return found

    def member(
        self, file: File, name: str, *, most: int, seconds: float = SECONDS
    ) -> Found | None:
        """Return the beginning of one member, or None if there is none of this name."""
        until = monotonic() + seconds
        with self.opened(file) as opened:
            for each in self.entries(file, opened):
                if each.name == name:
                    return Found(read(each, most), each.size)
                if monotonic() > until:
                    raise ArchiveUnreadable("It takes too long to find it.")
        return None

    def foremost(
        self, file: File, rank: Rank, *, most: int, seconds: float = SECONDS
    ) -> tuple[str, Found] | None:
        """Return the name and the beginning of the member of the lowest rank, or None.

        Only those are read that come before all others until there, one kept at a time.
        """
        best, found, until = None, None, monotonic() + seconds
        with self.opened(file) as opened:
            for each in islice(self.entries(file, opened), MOST_MEMBERS):
                place = rank(each.name)
                if place is not None and (best is None or place < best):
                    best, found = place, (each.name, Found(read(each, most), each.size))
                if monotonic() > until:
                    break
        return found

    @contextmanager
    def opened(self, file: File) -> Iterator[BinaryIO]:
        """Open the bytes of a file."""
        try:
            opened = opened_to_seek(self.storage, file.path)
        except BlobMissing as error:
            raise ArchiveUnreadable("Its bytes are not stored here.") from error
        with opened:
            yield opened

    def entries(self, file: File, opened: BinaryIO) -> Iterator[Entry]:
        """Yield what an open file contains, within bounds."""
        return entries_of(file.filename, opened, most=MOST_MEMBERS + 1, largest=LARGEST)
