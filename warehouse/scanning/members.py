"""Reading the members of a distribution, so much and no more.

What is stored passed the checks of the upload, so its archives are whole and no bombs;
these bounds hold whatever an adopted index brings along.
"""

import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

LARGEST_MEMBER = 8 * 1024 * 1024
"""Bytes of a member that are looked at; the rest of it is not."""

LARGEST_SUM = 256 * 1024 * 1024
"""Bytes of all members together that are looked at."""


@dataclass(frozen=True)
class Member:
    """The name of a member and the first bytes of its content."""

    name: str
    content: bytes


class ArchiveUnreadable(Exception):
    """The file is no archive that can be looked through."""


def members_of(filename: str, opened: BinaryIO) -> Iterator[Member]:
    """Yield the members of an archive; raises `ArchiveUnreadable`."""
    left = LARGEST_SUM
    try:
        for name, stream in _streams(filename, opened):
            content = stream.read(min(LARGEST_MEMBER, left))
            left -= len(content)
            yield Member(name, content)
            if left <= 0:
                return
    except (zipfile.BadZipFile, tarfile.TarError, EOFError, OSError, ValueError) as error:
        raise ArchiveUnreadable(str(error)) from error


def _streams(filename: str, opened: BinaryIO) -> Iterator[tuple[str, BinaryIO]]:
    if filename.endswith((".whl", ".zip", ".egg")):
        with zipfile.ZipFile(opened) as archive:
            for info in archive.infolist():
                if not info.is_dir():
                    with archive.open(info) as stream:
                        yield info.filename, stream  # type: ignore[misc]
        return
    with tarfile.open(fileobj=opened, mode="r:*") as tar:
        for each in tar:
            content = tar.extractfile(each) if each.isreg() else None
            if content is not None:
                yield each.name, content  # type: ignore[misc]
