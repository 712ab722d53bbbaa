"""Names of members: where an installer would put them must be inside, everywhere."""

import re
from collections.abc import Iterator

_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])\Z")
_DRIVE = re.compile(r"[A-Za-z]:")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def objection(name: str) -> str | None:
    """What is wrong with a member of this name, as the end of a sentence."""
    parts = name.removesuffix("/").split("/")
    problems = {
        "has no name": not name,
        "has control characters in its name": bool(_CONTROL.search(name)),
        "has a backslash in its name": "\\" in name,
        "has an absolute path": name.startswith("/"),
        "has a drive letter in its path": bool(_DRIVE.match(name)),
        "has '..' in its path": ".." in parts,
        "has an empty or '.' part in its path": "" in parts or "." in parts,
        "has a part in its path that is longer than 255 bytes": any(
            len(part.encode("utf-8", "replace")) > 255 for part in parts
        ),
    }
    return next((problem for problem, is_so in problems.items() if is_so), None)


def windows_objection(name: str) -> str | None:
    """What Windows could not unpack about a member of this name."""
    for part in name.removesuffix("/").split("/"):
        if _DEVICES.match(part.partition(".")[0].rstrip()):
            return f"has {part!r} in its path, which is a device on Windows"
        if ":" in part or part.endswith((" ", ".")):
            return f"has {part!r} in its path, which is not a name on Windows"
    return None


def parents(name: str) -> Iterator[str]:
    """The directories that a member of this name lies in, outermost first."""
    place = name.find("/")
    while place != -1:
        yield name[:place]
        place = name.find("/", place + 1)


def escapes(link: str, target: str, root: str, *, is_relative: bool) -> bool:
    """Whether a link named `link` that points to `target` leaves the directory `root`.

    `..` may only come first: behind a name it depends on what that name is.
    """
    if not target or target.startswith("/") or "\\" in target:
        return True
    if _CONTROL.search(target) or _DRIVE.match(target):
        return True
    here = link.split("/")[:-1] if is_relative else []
    parts = [part for part in target.split("/") if part not in {"", "."}]
    while parts and parts[0] == "..":
        if not here:
            return True
        here.pop()
        parts.pop(0)
    return ".." in parts or [*here, *parts][:1] != [root]
