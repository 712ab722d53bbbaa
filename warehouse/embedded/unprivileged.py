"""Choose the user PostgreSQL runs as: this one, unless it is root, whom it refuses."""

import os
import pwd
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from warehouse.embedded.errors import EmbeddedError

_CANDIDATES = ("postgres", "nobody")


@dataclass(frozen=True)
class User:
    """A system user, and whether it needs a capability to reach the programs."""

    uid: int
    gid: int
    needs_access: bool = False

    def own(self, directory: Path) -> None:
        """Give `directory` and all below it to this user, following no symbolic link."""
        os.lchown(directory, self.uid, self.gid)
        for parent, directories, files in os.walk(directory):
            for name in (*directories, *files):
                os.lchown(Path(parent) / name, self.uid, self.gid)


def user_for(directory: Path, reaches: Iterable[Path]) -> User | None:
    """Return the user to run as over `directory` and `reaches`; None for this one."""
    owner = directory.stat() if directory.exists() else None
    if os.geteuid() != 0:
        if owner is not None and owner.st_uid != os.geteuid():
            raise EmbeddedError(
                f"{directory} belongs to {_name(owner.st_uid)}: start as that user, or as "
                f"root."
            )
        return None
    if owner is not None and owner.st_uid != 0:
        uid, gid = owner.st_uid, owner.st_gid
    else:
        uid, gid = _unprivileged()
    paths = (directory, *reaches)
    return User(
        uid, gid, needs_access=not all(_may_reach(path, uid, gid) for path in paths)
    )


def _unprivileged() -> tuple[int, int]:
    for name in _CANDIDATES:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return entry.pw_uid, entry.pw_gid
    raise EmbeddedError(
        f"PostgreSQL does not run as root and this system has neither of the users "
        f"{' and '.join(_CANDIDATES)}: start as an ordinary user."
    )


def _may_reach(path: Path, uid: int, gid: int) -> bool:
    """Return whether mode bits let this user enter every directory above `path`."""
    return all(
        _may_search(parent.stat(), uid, gid)
        for parent in path.resolve().parents
        if parent.exists()
    )


def _may_search(status: os.stat_result, uid: int, gid: int) -> bool:
    if status.st_uid == uid:
        return bool(status.st_mode & stat.S_IXUSR)
    if status.st_gid == gid:
        return bool(status.st_mode & stat.S_IXGRP)
    return bool(status.st_mode & stat.S_IXOTH)


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user {uid}"
