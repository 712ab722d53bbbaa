"""Two releases file by file: which of their files are compared, and what is to be said."""

from collections.abc import Sequence
from dataclasses import dataclass
from time import monotonic

from warehouse.contents.comparing import (
    Change,
    Comparison,
    can_be_inspected,
    compare,
    find_lines,
)
from warehouse.contents.marks import Marks, marks_of
from warehouse.contents.metadata_differences import MetadataDifference, metadata_differences
from warehouse.contents.reading import ContentsReader, can_be_browsed
from warehouse.packaging.models import File, PackageType
from warehouse.scanning.inspecting import Inspector

SECONDS_FOR_LINES, SECONDS_FOR_PROGRAMS = 1.5, 3.0
"""The times that finding lines, and inspecting programs, may take for a pair of files."""


_MADE = ("PKG-INFO", "*.dist-info/METADATA", "*.dist-info/RECORD", "*.dist-info/WHEEL")


@dataclass(frozen=True)
class PairOfFiles:
    """Two files that were compared, and what stands out."""

    compared: Comparison
    marks: Marks
    metadata: MetadataDifference
    machine_code: list[tuple[Change, str]]
    """New or changed members that are machine code, each with its platform."""


def pairs_of_files(
    before: Sequence[File], after: Sequence[File]
) -> list[tuple[File, File]]:
    """Return which files of two releases are compared: sdists, and wheels of one kind."""
    former = {_kind(each): each for each in _in_order(before)}
    latter = {_kind(each): each for each in _in_order(after)}
    both = [kind for kind in latter if kind in former]
    sdists = [kind for kind in both if kind == "sdist"]
    wheels = [kind for kind in both if kind != "sdist"][:1]
    pairs = [(former[kind], latter[kind]) for kind in (*sdists, *wheels)]
    if not wheels:
        pairs += _any_wheels(former, latter, has_pair=bool(pairs))
    return pairs


def look_at(
    reader: ContentsReader, before: File, after: File, inspector: Inspector
) -> PairOfFiles:
    """Compare two files; raises `ArchiveUnreadable`."""
    compared = compare(reader, before, after)
    find_lines(compared.changes, until=monotonic() + SECONDS_FOR_LINES)
    marks = marks_of(compared, inspector)
    marked = {each.change.key for each in marks.members}
    compared.changes.sort(key=lambda each: _place(each, marked))
    code = [
        (each, platform)
        for each in compared.changes
        if each.after is not None and (platform := each.after.platform)
    ]
    return PairOfFiles(compared, marks, metadata_differences(compared), code)


def is_written(change: Change) -> bool:
    """Return whether building wrote a member, so that each release has another."""
    return change.key in _MADE or ".egg-info/" in change.key


def _place(change: Change, marked: set[str]) -> tuple[int, str]:
    """Return where a change stands in a list: what is marked, programs, all else, made."""
    if change.key in marked:
        return 0, change.key
    if can_be_inspected(change.name):
        return 1, change.key
    return 3 if is_written(change) else 2, change.key


def _any_wheels(
    former: dict[str, File], latter: dict[str, File], *, has_pair: bool
) -> list[tuple[File, File]]:
    """Return wheels for different platforms, or what there is, where no two are alike."""
    old = [each for kind, each in former.items() if kind != "sdist"]
    new = [each for kind, each in latter.items() if kind != "sdist"]
    if old and new:
        return [(old[0], new[0])]
    if has_pair or not former or not latter:
        return []
    return [(next(iter(former.values())), next(iter(latter.values())))]


def _kind(file: File) -> str:
    """Return what has to be alike so that files are compared: the tags of a wheel."""
    if file.packagetype == PackageType.SDIST:
        return "sdist"
    return "-".join(file.filename.rpartition(".")[0].split("-")[-3:])


def _in_order(files: Sequence[File]) -> list[File]:
    """Return the files that can be read, wheels for all platforms before others."""
    held = [each for each in files if each.is_held and can_be_browsed(each.filename)]
    return sorted(
        held, key=lambda each: (not each.filename.endswith("-any.whl"), each.filename)
    )
