"""The members of a file as folders, so many of them unfolded as a page can show."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field

MOST_SHOWN = 400
"""Folders and members that one page shows; other folders have pages of their own."""

LONGEST = 1000
"""Characters of a path that has a page."""

_DEEPEST = 40


@dataclass
class Folder:
    """A folder: the sizes of its members by name, and how much is below it."""

    name: str
    path: str
    folders: dict[str, "Folder"] = field(default_factory=dict)
    members: dict[str, "Leaf"] = field(default_factory=dict)
    count: int = 0
    size: int = 0
    is_open: bool = False

    @property
    def rows(self) -> int:
        """Return how many rows it takes to show what is directly in it."""
        return len(self.folders) + len(self.members)


@dataclass(frozen=True)
class Leaf:
    """A member: its name in its folder, its path, its size."""

    name: str
    path: str
    size: int

    @property
    def has_page(self) -> bool:
        """Return whether a URL can name it."""
        return can_be_named(self.path)


def can_be_named(path: str) -> bool:
    """Return whether a path can stand in a URL as it is: none of its parts is special."""
    parts = path.split("/")
    return len(path) <= LONGEST and not any(each in ("", ".", "..") for each in parts)


def tree_of(sizes: Mapping[str, int], below: str = "") -> Folder | None:
    """Return the folder `below` with all that is in it; None if there is no such folder."""
    root = Folder(below.rpartition("/")[2], below)
    start = f"{below}/" if below else ""
    for path, size in sizes.items():
        if path.startswith(start):
            _put(root, path, path.removeprefix(start), size)
    if not root.count:
        return None
    _unfold(root)
    return root


def _put(root: Folder, path: str, rest: str, size: int) -> None:
    folder = root
    folder.count, folder.size = folder.count + 1, folder.size + size
    *parents, name = rest.split("/", _DEEPEST)
    for part in parents:
        inner = f"{folder.path}/{part}" if folder.path else part
        folder = folder.folders.setdefault(part, Folder(part, inner))
        folder.count, folder.size = folder.count + 1, folder.size + size
    folder.members[name] = Leaf(name, path, size)


def _unfold(root: Folder) -> None:
    """Open folders, the outer ones first, as long as their rows fit the page."""
    left, waiting = MOST_SHOWN - root.rows, deque(_inner(root))
    root.is_open = True
    while waiting:
        each = waiting.popleft()
        if each.rows <= left:
            each.is_open, left = True, left - each.rows
            waiting.extend(_inner(each))


def _inner(folder: Folder) -> list[Folder]:
    return sorted(folder.folders.values(), key=lambda each: each.name.lower())
