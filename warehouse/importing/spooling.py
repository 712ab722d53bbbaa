"""Copying a file of another index to where it can be inspected."""

import hashlib
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from warehouse.forklift.spool import BOUNDS, Digests, SpooledFile
from warehouse.importing.errors import FileUnreadable
from warehouse.importing.values import Found, Sink

_MIB = 1024 * 1024
_TOLD_OTHERWISE = {"md5", "sha256"}
"""Digests that the checks of an upload compare."""


class _Measured:
    """Writes to a file what is fed to it, with digests and within bounds."""

    def __init__(self, target: Sink, hashes: Mapping[str, str]) -> None:
        self.digests, self._target = Digests(), target
        self._others = {
            name: (hashlib.new(name, usedforsecurity=False), told)
            for name, told in hashes.items()
            if name not in _TOLD_OTHERWISE
        }

    def write(self, data: bytes) -> None:
        if self.digests.size + len(data) > BOUNDS.kept:
            raise FileUnreadable(f"It has more than {BOUNDS.kept // _MIB} MiB.")
        self.digests.update(data)
        for digest, _told in self._others.values():
            digest.update(data)
        self._target.write(data)

    def compare(self) -> None:
        """Raise `FileUnreadable` if a digest is not what the source says."""
        for name, (digest, told) in self._others.items():
            if digest.hexdigest() != told:
                raise FileUnreadable(f"Its {name} digest is not what its source says.")


@contextmanager
def spooled(found: Found, scratch: Path) -> Iterator[SpooledFile]:
    """Yield a copy of a file in `scratch` until the block ends; raises `FileUnreadable`."""
    with tempfile.NamedTemporaryFile(dir=scratch, prefix="import-") as target:
        measured = _Measured(target, found.hashes)
        found.copy(measured)
        measured.compare()
        target.flush()
        digests = measured.digests.hex()
        yield SpooledFile(
            filename=found.filename,
            content_type="application/octet-stream",
            path=Path(target.name),
            size=measured.digests.size,
            md5=digests["md5"],
            sha256=digests["sha256"],
            blake2_256=digests["blake2_256"],
        )
