"""Two files member by member: what was added, removed and changed, and how.

The older file may be an sdist and the newer one a wheel; then a wheel is compared with what
it was made of.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from time import monotonic

from warehouse.contents.kinds import HEAD, is_text, platform_of
from warehouse.contents.line_differences import Opcode, opcodes_of
from warehouse.contents.lines import lines_of
from warehouse.contents.reading import LARGEST, MOST_MEMBERS, ContentsReader
from warehouse.packaging.models import File, PackageType
from warehouse.scanning.assessing import SUFFIXES
from warehouse.scanning.comparing import pairs_of
from warehouse.scanning.inspecting import LARGEST_SOURCE
from warehouse.scanning.installing import installed
from warehouse.scanning.members import Member, read

SECONDS = 2.0
"""The time after which no further member of a file is read."""

LARGEST_TEXT = 200_000
"""Bytes of a text that is compared line by line; of a program it is `LARGEST_SOURCE`."""

MOST_TEXTS, MOST_SOURCES = 12 * 1024 * 1024, 12 * 1024 * 1024
"""Bytes of texts, and of programs, that are kept of a file for comparing."""

_OF_VERSION = re.compile(r"[^/]+\.(dist-info|data)/")


@dataclass(frozen=True)
class Part:
    """A member of one of the files: its name, size, digest, and what was kept of it."""

    name: str
    size: int
    digest: bytes
    head: bytes
    content: bytes | None

    @property
    def is_kept_whole(self) -> bool:
        """Return whether all of it can be compared by lines."""
        return self.content is not None and len(self.content) == self.size

    @property
    def lines(self) -> list[str]:
        """Return its lines."""
        return lines_of((self.content or b"").decode("utf-8", "replace"))

    @property
    def platform(self) -> str | None:
        """Return the platform that it is machine code for, or None."""
        return platform_of(self.head)


@dataclass
class Side:
    """A file that is compared: its members by what they are called in both."""

    parts: dict[str, Part] = field(default_factory=dict)
    is_whole: bool = True


@dataclass
class Change:
    """A member that is in one file only, or differs; `opcodes` say how its lines do."""

    key: str
    before: Part | None
    after: Part | None
    opcodes: list[Opcode] | None = None

    @property
    def name(self) -> str:
        """Return the name of the member."""
        part = self.after or self.before
        return part.name if part is not None else ""

    @property
    def can_be_shown(self) -> bool:
        """Return whether each side is a text that was kept whole."""
        there = [each for each in (self.before, self.after) if each is not None]
        return all(each.is_kept_whole and is_text(each.content or b"") for each in there)


@dataclass
class Comparison:
    """Two files, what changed from one to the other, and how many members are equal."""

    before: File
    after: File
    changes: list[Change]
    equal: int
    is_whole: bool
    sides: tuple[Side, Side]

    def of_kind(self, kind: str) -> list[Change]:
        """Return the changes of one kind: added, removed or changed."""
        wanted = {"added": (False, True), "removed": (True, False), "changed": (True, True)}
        return [
            each
            for each in self.changes
            if (each.before is not None, each.after is not None) == wanted[kind]
        ]


def compare(
    reader: ContentsReader, before: File, after: File, *, seconds: float = SECONDS
) -> Comparison:
    """Return what differs between two files; raises `ArchiveUnreadable`."""
    former, latter = (read_side(reader, each, seconds) for each in (before, after))
    if before.packagetype == PackageType.SDIST != after.packagetype:
        former = _as_built(former, latter)
    keys = {**former.parts, **latter.parts}
    changes = [
        Change(key, former.parts.get(key), latter.parts.get(key))
        for key in sorted(keys)
        if _digest(former, key) != _digest(latter, key)
    ]
    whole = former.is_whole and latter.is_whole
    equal = len(keys) - len(changes)
    return Comparison(before, after, changes, equal, whole, (former, latter))


def read_side(reader: ContentsReader, file: File, seconds: float) -> Side:
    """Return the members of a file with their digests, and the texts among them."""
    side, until, left = Side(), monotonic() + seconds, LARGEST
    key_of = _key_of(file)
    room = {True: MOST_SOURCES, False: MOST_TEXTS}
    with reader.opened(file) as opened:
        for each in reader.entries(file, opened):
            if len(side.parts) >= MOST_MEMBERS or left <= 0 or monotonic() > until:
                side.is_whole = False
                break
            content = read(each, left)
            left -= len(content)
            is_source = can_be_inspected(each.name)
            kept = content[: LARGEST_SOURCE if is_source else LARGEST_TEXT]
            is_kept = is_text(kept) and len(kept) <= room[is_source]
            room[is_source] -= len(kept) if is_kept else 0
            digest = hashlib.sha256(content).digest() + each.size.to_bytes(16, "big")
            part = Part(
                each.name, each.size, digest, content[:HEAD], kept if is_kept else None
            )
            side.parts.setdefault(key_of(each.name), part)
    return side


def can_be_inspected(name: str) -> bool:
    """Return whether a member is a program that we know how to inspect."""
    return name.lower().endswith(SUFFIXES) or ".data/scripts/" in name


def find_lines(changes: Iterable[Change], *, until: float) -> None:
    """Find which lines of changed texts differ, of programs first, until the time is up."""
    for each in sorted(changes, key=lambda each: not can_be_inspected(each.name)):
        if each.before is not None and each.after is not None and each.can_be_shown:
            each.opcodes = opcodes_of(each.before.lines, each.after.lines, until)


def members_in(changes: Iterable[Change]) -> Iterator[Member]:
    """Yield what is new or changed in the newer file, as far as it was kept."""
    for each in changes:
        if each.after is not None and each.after.content is not None:
            yield Member(each.after.name, each.after.content)


def _digest(side: Side, key: str) -> bytes | None:
    part = side.parts.get(key)
    return None if part is None else part.digest


def _key_of(file: File) -> Callable[[str], str]:
    """Return a function from names to what they are called in each release."""
    if file.packagetype == PackageType.SDIST:
        return lambda name: name.partition("/")[2] or name
    return lambda name: _OF_VERSION.sub(r"*.\1/", installed(name), count=1)


def _as_built(sdist: Side, wheel: Side) -> Side:
    """Return an sdist whose members are called as those of the wheel made of them."""
    names = {part.name: key for key, part in wheel.parts.items()}
    sources = {part.name: part for part in sdist.parts.values()}
    built = dict(pairs_of(names, sources))
    parts = {names[name]: sources[source] for name, source in built.items()}
    paired = set(built.values())
    parts |= {
        f"(sdist) {name}": part for name, part in sources.items() if name not in paired
    }
    return Side(parts, sdist.is_whole)
