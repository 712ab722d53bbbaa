"""Reading the members of a distribution, so much and no more.

What is stored passed the checks of the upload, so its archives are whole and no bombs;
these bounds hold whatever an adopted index brings along.
"""

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, BinaryIO

LARGEST_MEMBER = 8 * 1024 * 1024
"""Bytes of a member that are looked at; the rest of it is not."""

LARGEST_SUM = 256 * 1024 * 1024
"""Bytes of all members together that are looked at."""

MOST_MEMBERS = 20_000
"""Members of an archive that are looked at."""

_ZIPS = (".whl", ".zip", ".egg")
_PACKED: dict[bytes, Callable[[BinaryIO], Any]] = {
    b"\x1f\x8b": lambda opened: gzip.GzipFile(fileobj=opened),
    b"BZh": bz2.BZ2File,
}
_BROKEN = (
    *(zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError),
    *(EOFError, OSError, ValueError, RuntimeError, IndexError, OverflowError),
)


@dataclass(frozen=True)
class Member:
    """The name of a member and the first bytes of its content."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Entry:
    """The name and size of a member, and a way to read its first bytes."""

    name: str
    size: int
    read: Callable[[int], bytes]


class ArchiveUnreadable(Exception):
    """The file is no archive that can be looked through."""


def clean(text: str) -> str:
    """Return a text of strangers as it can be stored: without NUL and lone surrogates."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "\ufffd")


def members_of(
    filename: str, opened: BinaryIO, *, largest: int = LARGEST_SUM
) -> Iterator[Member]:
    """Yield the members of an archive; raises `ArchiveUnreadable`."""
    left = largest
    for entry in entries_of(filename, opened, largest=largest):
        content = read(entry, min(LARGEST_MEMBER, left))
        left -= len(content)
        yield Member(entry.name, content)
        if left <= 0:
            return


def entries_of(
    filename: str,
    opened: BinaryIO,
    *,
    most: int = MOST_MEMBERS,
    largest: int = LARGEST_SUM,
) -> Iterator[Entry]:
    """Yield what an archive contains, unread; raises `ArchiveUnreadable`."""
    is_zip = filename.endswith(_ZIPS)
    try:
        listed = _in_zip(opened) if is_zip else _in_tar(opened, largest)
        yield from islice(listed, most)
    except _BROKEN as error:
        raise ArchiveUnreadable(str(error) or type(error).__name__) from error


def read(entry: Entry, most: int) -> bytes:
    """Return the first bytes of a member; raises `ArchiveUnreadable`."""
    try:
        return entry.read(most)
    except _BROKEN as error:
        raise ArchiveUnreadable(str(error) or type(error).__name__) from error


def _in_zip(opened: BinaryIO) -> Iterator[Entry]:
    with zipfile.ZipFile(opened) as archive:
        for info in archive.infolist():
            if not info.is_dir():
                yield Entry(
                    clean(info.filename), info.file_size, _zip_reader(archive, info)
                )


def _zip_reader(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Callable[[int], bytes]:
    def read(most: int) -> bytes:
        with archive.open(info) as stream:
            return stream.read(most)

    return read


def _in_tar(opened: BinaryIO, largest: int) -> Iterator[Entry]:
    """Yield regular files; passing over one costs what reading it does."""
    unpacked = _Unpacked(_unpacking(opened), largest)
    with tarfile.open(fileobj=unpacked, mode="r:") as tar:
        for each in tar:
            if each.isreg():
                yield Entry(clean(each.name), each.size, _tar_reader(tar, each))
            if each.offset_data + each.size > largest:
                return


def _unpacking(opened: BinaryIO) -> Any:
    """Return the bytes of a tar, unpacked while they are read."""
    begins = opened.read(6)
    opened.seek(0)
    for magic, unpack in _PACKED.items():
        if begins.startswith(magic):
            return unpack(opened)
    return opened


class _Unpacked(io.RawIOBase):
    """Reads what is unpacked, never much at once: a header may say that it is gigabytes."""

    def __init__(self, unpacking: Any, most: int) -> None:
        self._unpacking, self._most = unpacking, most

    def tell(self) -> int:
        return int(self._unpacking.tell())

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return int(self._unpacking.seek(offset, whence))

    def read(self, size: int = -1) -> bytes:
        if not 0 <= size <= self._most:
            raise ValueError(f"A part of it is said to have {size} bytes.")
        return bytes(self._unpacking.read(size))


def _tar_reader(tar: tarfile.TarFile, info: tarfile.TarInfo) -> Callable[[int], bytes]:
    def read(most: int) -> bytes:
        stream = tar.extractfile(info)
        return b"" if stream is None else stream.read(most)

    return read
