"""The content of an archive as a tree of files, links and directories."""

import hashlib
import os
import posixpath
import unicodedata
from pathlib import Path

Tree = dict[str, tuple]
"""By path: ("file", size, digest), ("link", where it leads) or ("directory",)."""


def file(data):
    return ("file", len(data), hashlib.sha256(data).hexdigest())


def link(path, target):
    """A link by where it leads, since readers may leave out what leads nowhere (`./`)."""
    return ("link", posixpath.normpath(posixpath.join(posixpath.dirname(path), target)))


def with_parents(tree: Tree) -> Tree:
    """The tree with the directories that its members lie in."""
    found = dict(tree)
    for path in tree:
        while path := posixpath.dirname(path):
            found.setdefault(path, ("directory",))
    return found


def composed(tree: Tree) -> Tree:
    """The tree with all names in Unicode's form NFC."""
    return {
        unicodedata.normalize("NFC", path): (
            ("link", unicodedata.normalize("NFC", entry[1]))
            if entry[0] == "link"
            else entry
        )
        for path, entry in tree.items()
    }


def files_of(tree: Tree) -> Tree:
    """The tree without its directories, which some archives list and others do not."""
    return {path: entry for path, entry in tree.items() if entry != ("directory",)}


def below(tree: Tree, root: str) -> Tree:
    """Return what lies in the directory `root`, without it, as installers have it."""
    inside = {path: entry for path, entry in tree.items() if path.startswith(f"{root}/")}
    cut = {path[len(root) + 1 :]: entry for path, entry in inside.items()}
    return {
        path: ("link", posixpath.relpath(entry[1], root)) if entry[0] == "link" else entry
        for path, entry in cut.items()
    }


def found_in(directory: Path) -> Tree:
    """The tree that lies in a directory of the disk; whatever it holds can be read."""
    found: Tree = {}
    todo = [directory]
    while todo:
        here = todo.pop()
        here.chmod(0o700)
        for entry in os.scandir(here):
            path = Path(entry.path)
            name = path.relative_to(directory).as_posix()
            if entry.is_symlink():
                found[name] = link(name, os.readlink(path))
            elif entry.is_dir():
                found[name] = ("directory",)
                todo.append(path)
            elif entry.is_file():
                path.chmod(0o600)
                found[name] = file(path.read_bytes())
            else:
                found[name] = ("special",)
    return found
