"""Folders for files that nothing needs to find again: in memory, if there is room.

A database is a thousand files. On ext4, which passes over what was deleted within the last
seconds, making one as a copy takes ten times as long as in memory.
"""

import os
import shutil
import tempfile
from pathlib import Path

_MEMORY = Path("/dev/shm")
_DISK = Path("/tmp")
_ENOUGH_BYTES = 4 * 1024**3


def temporary_folder(prefix: str) -> Path:
    """Return a new directory with a short path, since sockets lie in some of them."""
    place = _MEMORY if _has_room(_MEMORY) else _DISK
    return Path(tempfile.mkdtemp(prefix=prefix, dir=place))


def _has_room(place: Path) -> bool:
    return (
        place.is_dir()
        and os.access(place, os.W_OK | os.X_OK)
        and shutil.disk_usage(place).free >= _ENOUGH_BYTES
    )
