"""A wheel against the sdist of the same release: what is in one alone, and what differs."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import BinaryIO

from warehouse.packaging.models import File, PackageType
from warehouse.scanning.browsing import FileBrowser, difference
from warehouse.scanning.installing import installed
from warehouse.scanning.members import LARGEST_MEMBER, entries_of, read

MOST_COMPARED = 5000
"""Members of a file that are compared."""

LARGEST_COMPARED = 64 * 1024 * 1024
"""Bytes of a file that are compared."""

SECONDS = 5
"""The time after which no further member is read, and that after which none is compared."""

MOST_DIFFERENCES = 20
"""Members whose differences are shown."""

LARGEST_SHOWN = 50_000
"""Bytes of each of them."""

_FOLDERS = ("", "src/", "lib/", "python/", "source/")
_MADE = ("METADATA", "RECORD", "WHEEL", "INSTALLER", "top_level.txt", "entry_points.txt")


@dataclass(frozen=True)
class Comparison:
    """Names of members: pairs that differ, those of one side alone, and how many agree."""

    differing: list[tuple[str, str]]
    only_here: list[str]
    only_there: list[str]
    equal: int
    is_whole: bool


@dataclass(frozen=True)
class _Side:
    digests: dict[str, bytes]
    is_whole: bool


def sibling(file: File) -> File | None:
    """Return the sdist of a wheel's release, or a wheel of an sdist's."""
    wanted = {
        PackageType.SDIST: PackageType.BDIST_WHEEL,
        PackageType.BDIST_WHEEL: PackageType.SDIST,
    }.get(file.packagetype)
    return next((each for each in file.release.files if each.packagetype == wanted), None)


def compare(
    browser: FileBrowser, wheel: File, sdist: File, *, seconds: float = SECONDS
) -> Comparison:
    """Compare a wheel with the sdist; raises `ArchiveUnreadable`."""
    until = monotonic() + seconds
    with browser.open(wheel) as opened:
        built = _digests(wheel.filename, opened, until)
    with browser.open(sdist) as opened:
        source = _digests(sdist.filename, opened, until)
    pairs = dict(pairs_of(built.digests, source.digests))
    differing = [
        pair for pair in pairs.items() if built.digests[pair[0]] != source.digests[pair[1]]
    ]
    paired = set(pairs.values())
    return Comparison(
        differing=sorted(differing),
        only_here=sorted(built.digests.keys() - pairs.keys()),
        only_there=sorted(source.digests.keys() - paired),
        equal=len(pairs) - len(differing),
        is_whole=built.is_whole and source.is_whole,
    )


def pairs_of(wheel: Iterable[str], sdist: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the members of a wheel with those of the sdist that they were made of.

    An sdist has one folder above all, and often `src` or the like below it: the one under
    which most of the wheel is found.
    """
    wheel = list(wheel)
    sources = {name.partition("/")[2]: name for name in sdist}
    folder = max(
        _FOLDERS, key=lambda each: sum(each + installed(name) in sources for name in wheel)
    )
    for name in wheel:
        path = installed(name)
        wanted = "PKG-INFO" if name.endswith(".dist-info/METADATA") else folder + path
        if wanted in sources:
            yield name, sources[wanted]


def differences(
    browser: FileBrowser,
    wheel: File,
    sdist: File,
    pairs: Sequence[tuple[str, str]],
    *,
    seconds: float = SECONDS,
) -> list[tuple[str, str, list[str]]]:
    """Return how the first pairs of members differ; raises `ArchiveUnreadable`.

    When their time is up, the others are only said to differ.
    """
    until = monotonic() + seconds
    first = sorted(pairs, key=lambda pair: (not pair[0].endswith(".py"), pair))
    first = first[:MOST_DIFFERENCES]
    built = browser.texts(wheel, {each for each, _ in first}, most=LARGEST_SHOWN)
    source = browser.texts(sdist, {each for _, each in first}, most=LARGEST_SHOWN)
    names = (sdist.filename, wheel.filename)
    return [
        (*each, difference(source[each[1]], built[each[0]], names, until=until))
        for each in first
    ]


def is_made(name: str) -> bool:
    """Return whether building makes a member, so that no sdist has it."""
    folder, _, last = name.rpartition("/")
    return folder.endswith(".dist-info") and last in _MADE


def _digests(filename: str, opened: BinaryIO, until: float) -> _Side:
    found: dict[str, bytes] = {}
    left = LARGEST_COMPARED
    for each in entries_of(filename, opened):
        if len(found) >= MOST_COMPARED or left <= 0 or monotonic() > until:
            return _Side(found, is_whole=False)
        content = read(each, min(left, LARGEST_MEMBER))
        left -= len(content)
        # What is longer than what is read is told apart by its size.
        found[each.name] = hashlib.sha256(content).digest() + each.size.to_bytes(8, "big")
    return _Side(found, is_whole=True)
