"""The file of a bundle: a ZIP of members that are stored as they are.

manifest.json     first
files/…           the files, in the order of the manifest

Nothing in it depends on when or where it was written. Whoever unpacks it has in `files` a
folder for `pip install --find-links`.
"""

import hashlib
import os
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO

from warehouse.bundles.errors import BundleError, Damaged, NotHere
from warehouse.bundles.manifest import BundledFile, Manifest, decoded, encoded

_MANIFEST = "manifest.json"
_LARGEST_MANIFEST = 64 * 1024 * 1024
_CHUNK = 1024 * 1024
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_MODE = 0o100644 << 16

Open = Callable[[BundledFile], BinaryIO]
_BROKEN = (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError)


def write(path: Path, manifest: Manifest, content: Open) -> None:
    """Write a bundle, which appears at `path` when it is whole and on the disk.

    Raises `NotHere` if the bytes of a file are not those that its digest says, and
    `BundleError` where nobody could read it.
    """
    head = _head(manifest)
    partial = path.with_name(f"{path.name}.partial")
    try:
        with partial.open("wb") as target:
            with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
                archive.writestr(_member(_MANIFEST), head)
                for each in manifest.files:
                    _add(archive, each, content)
            target.flush()
            os.fsync(target.fileno())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


class Bundle:
    """A bundle that is open for reading; `verify` has to come first."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.manifest = decoded(_manifest_of(archive))
        expected = [_MANIFEST, *(each.member for each in self.manifest.files)]
        if archive.namelist() != expected:
            raise Damaged("its members are not those that its manifest names")
        for info, each in zip(archive.infolist()[1:], self.manifest.files, strict=True):
            if info.compress_type != zipfile.ZIP_STORED or info.file_size != each.size:
                raise Damaged(f"{each.filename} has not the size that its manifest says")

    def verify(self) -> Iterator[BundledFile]:
        """Yield every file when its digest has been compared; raises `Damaged`."""
        for each in self.manifest.files:
            digest = hashlib.sha256()
            for chunk in self.read(each):
                digest.update(chunk)
            if digest.hexdigest() != each.sha256:
                raise Damaged(f"{each.filename} has not the digest that its manifest says")
            yield each

    def read(self, file: BundledFile) -> Iterator[bytes]:
        """Yield the bytes of a file; raises `Damaged`."""
        try:
            with self._archive.open(file.member) as source:
                yield from _chunks(source)
        except _BROKEN as error:
            raise Damaged(f"{file.filename} cannot be read ({error})") from error


@contextmanager
def opened(path: Path) -> Iterator[Bundle]:
    """Yield a bundle whose manifest was checked; raises `Damaged`."""
    try:
        archive = zipfile.ZipFile(path)
    except _BROKEN as error:
        raise Damaged(f"it cannot be read ({error})") from error
    with archive:
        yield Bundle(archive)


def _head(manifest: Manifest) -> bytes:
    """Return the manifest as it is written, once it was read as it will be."""
    content = encoded(manifest)
    if len(content) > _LARGEST_MANIFEST:
        raise BundleError(
            f"{len(manifest.files)} files are too many for one bundle: make several"
        )
    decoded(content)
    return content


def _manifest_of(archive: zipfile.ZipFile) -> bytes:
    first = next(iter(archive.infolist()), None)
    if first is None or first.filename != _MANIFEST:
        raise Damaged("it does not begin with a manifest")
    if first.compress_type != zipfile.ZIP_STORED or first.file_size > _LARGEST_MANIFEST:
        raise Damaged("its manifest is compressed or too large")
    try:
        return archive.read(first)
    except _BROKEN as error:
        raise Damaged(f"its manifest cannot be read ({error})") from error


def _add(archive: zipfile.ZipFile, file: BundledFile, content: Open) -> None:
    member, digest = _member(file.member), hashlib.sha256()
    member.file_size = file.size
    with content(file) as source, archive.open(member, "w") as target:
        for chunk in _chunks(source):
            digest.update(chunk)
            target.write(chunk)
    if digest.hexdigest() != file.sha256:
        raise NotHere(f"the bytes of {file.filename} are not those of its digest")


def _member(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _EARLIEST)
    info.create_system, info.external_attr = 3, _MODE
    return info


def _chunks(source: IO[bytes]) -> Iterator[bytes]:
    while chunk := source.read(_CHUNK):
        yield chunk
