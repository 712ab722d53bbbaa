"""The Maildir that notices about our messages come to.

A message is in `new` until it was read, and then in `cur`, marked as seen (`:2,S`).
"""

import os
import stat
from dataclasses import dataclass
from pathlib import Path

_AT_A_TIME = 200


@dataclass(frozen=True)
class Maildir:
    """A directory with the folders `new`, `cur` and `tmp`."""

    path: Path

    def unread(self) -> list[str]:
        """Return the names of messages that were not read; raises `OSError`."""
        with os.scandir(self.path / "new") as found:
            names = [each.name for each in found if each.is_file(follow_symlinks=False)]
        return sorted(names)[:_AT_A_TIME]

    def read(self, name: str, size: int) -> bytes:
        """Return the beginning of a message; raises `OSError` for what is no file."""
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
        with open(os.open(self.path / "new" / name, flags), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise OSError(f"{name} is no file")
            return file.read(size)

    def mark_read(self, name: str) -> None:
        """Move a message to `cur`, unless another worker has."""
        base = name.partition(":")[0]
        try:
            (self.path / "new" / name).rename(self.path / "cur" / f"{base}:2,S")
        except FileNotFoundError:
            if not (self.path / "cur").is_dir():
                raise
