"""Names of members: each is inside, and names another file than all others, everywhere."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from warehouse.forklift.refusals import abbreviated

_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])\Z")
_DRIVE = re.compile(r"[A-Za-z]:")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_ENDING = re.compile(r"(?<![. ])[. ]+(?=/|\Z)")
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
_DEEPEST = 64
_SAME = "where letter case, Unicode forms, and dots or spaces at the end do not count"


def objection(name: str) -> str | None:
    """Return what is wrong with the name of a member, as the end of a sentence."""
    parts = name.removesuffix("/").split("/")
    problems = {
        "has no name": not name,
        "has control characters in its name": bool(_CONTROL.search(name)),
        "has a backslash in its name": "\\" in name,
        "has an absolute path": name.startswith("/"),
        "has a drive letter in its path": bool(_DRIVE.match(name)),
        f"has more than {_DEEPEST} parts in its path": len(parts) > _DEEPEST,
    }
    return _first(problems) or next(filter(None, map(_part_objection, parts)), None)


def _first(problems: Mapping[str, bool]) -> str | None:
    """Return the first problem that is present, or None."""
    return next((problem for problem, is_so in problems.items() if is_so), None)


def _part_objection(part: str) -> str | None:
    if part == "..":
        return "has '..' in its path"
    if part in {"", "."}:
        return "has an empty or '.' part in its path"
    if len(part.encode("utf-8", "replace")) > 255:
        return "has a part in its path that is longer than 255 bytes"
    if not _UNSEEN.sub("", part).strip(". "):
        return f"has {part!r} in its path, which some systems do not see"
    return None


def windows_objection(name: str) -> str | None:
    """Return what Windows could not unpack about a member of this name."""
    for part in name.removesuffix("/").split("/"):
        if _DEVICES.match(part.partition(".")[0].rstrip()):
            return f"has {part!r} in its path, which is a device on Windows"
        if ":" in part:
            return f"has {part!r} in its path, which is not a name on Windows"
    return None


def ending_objection(name: str) -> str | None:
    """Return what Windows would silently change in a member's name."""
    for part in name.removesuffix("/").split("/"):
        if part.endswith((" ", ".")):
            return f"has {part!r} in its path, which has another name on Windows"
    return None


def target_objection(target: str) -> str | None:
    """Return what is wrong with the target of a link, as the end of a sentence."""
    problems = {
        "is empty": not target,
        "has control characters": bool(_CONTROL.search(target)),
        "has a backslash": "\\" in target,
        "is an absolute path": target.startswith("/"),
        "has a drive letter": bool(_DRIVE.match(target)),
        f"has more than {_DEEPEST} parts": target.count("/") >= _DEEPEST,
    }
    return _first(problems)


def parents(name: str) -> Iterator[str]:
    """Yield the directories that a member of this name lies in, outermost first."""
    place = name.find("/")
    while place != -1:
        yield name[:place]
        place = name.find("/", place + 1)


def key(name: str) -> str:
    """Return a key that is equal for names which are one file on some system.

    Systems compare without case, in one Unicode normal form or another, some without
    characters that are not seen (as HFS+), or without dots and spaces at the end (Windows).
    Without case is meant as in Unicode 3.13, definition D145.
    """
    if name.isascii():
        return _ENDING.sub("", name.lower())
    decomposed = unicodedata.normalize("NFD", name).casefold()
    return _ENDING.sub("", unicodedata.normalize("NFC", _UNSEEN.sub("", decomposed)))


def clash(files: Iterable[str], directories: Iterable[str]) -> tuple[str, str] | None:
    """Return a member that some system confuses with another, and the problem.

    In the order of their keys, part by part, what is one file or directory follows each
    other. Each name is there once.
    """
    members = [(name, True) for name in files]
    members += [(name.removesuffix("/"), False) for name in directories]
    # Names have no control characters, so a directory comes right before what is in it.
    ordered = sorted(
        (key(name).replace("/", "\0"), name, is_file) for name, is_file in members
    )
    for (first, other, is_file), (second, name, is_file_too) in pairwise(ordered):
        if first == second and (is_file or is_file_too):
            return name, f"has the name of {abbreviated(other)!r} on systems {_SAME}"
        if is_file and second.startswith(f"{first}\0"):
            return name, f"lies below another file, {abbreviated(other)!r}"
        if _is_spelled_twice(other, name):
            return (
                name,
                f"shares a directory with {abbreviated(other)!r} only on systems {_SAME}",
            )
    return None


def _is_spelled_twice(one: str, two: str) -> bool:
    """Return whether a directory that both have is spelled in two ways."""
    for spelling, other in zip(one.split("/"), two.split("/"), strict=False):
        if spelling != other:
            return key(spelling) == key(other)
    return False
