"""Telling zip from tar, and opening an upload as what it says it is."""

import struct
import zlib
from pathlib import Path
from typing import BinaryIO

from warehouse.forklift.archives.tar_headers import BLOCK, looks_like_header
from warehouse.forklift.archives.tars import TarContents, read_tar
from warehouse.forklift.archives.zips import CENTRAL, END, ZipArchive, walk
from warehouse.forklift.refusals import Reason, Refused

_GZIP = b"\x1f\x8b"
_LONGEST_END = 22 + 0xFFFF
_ZIP64_ENDS = 56 + 20


def opened_wheel(path: Path) -> ZipArchive:
    """Return the ZIP at `path`, walked."""
    _require_zip(path)
    return walk(path)


def opened_sdist(path: Path) -> TarContents:
    """Return the gzipped tar at `path`, walked."""
    if not _looks_like_tar(path):
        raise Refused(Reason.NOT_A_TAR)
    if _looks_like_zip(path):
        raise Refused(Reason.ZIP_AND_TAR)
    return read_tar(path)


def look_like_both(path: Path) -> bool:
    """Return whether one program would take the file for a zip and another for a tar."""
    return _looks_like_zip(path) and _looks_like_tar(path)


def _require_zip(path: Path) -> None:
    if not _looks_like_zip(path):
        raise Refused(Reason.NOT_A_ZIP)
    if _looks_like_tar(path):
        raise Refused(Reason.ZIP_AND_TAR)


def _looks_like_zip(path: Path) -> bool:
    """Return whether an end record with a directory, or none, is near the end."""
    size = path.stat().st_size
    with path.open("rb") as file:
        start = max(0, size - _LONGEST_END)
        file.seek(start)
        tail = file.read(_LONGEST_END)
        place = tail.rfind(END)
        while place != -1:
            if _ends_directory(file, start + place, tail[place + 10 : place + 16]):
                return True
            place = tail.rfind(END, 0, place)
    return False


def _ends_directory(file: BinaryIO, place: int, fields: bytes) -> bool:
    """Return whether the end record at `place` follows a directory, or has none."""
    if len(fields) < 6:
        return False
    count, length = struct.unpack("<HI", fields)
    if count == 0 or length == 0xFFFFFFFF:
        return True
    for before in (place - length, place - length - _ZIP64_ENDS):
        if before >= 0:
            file.seek(before)
            if file.read(4) == CENTRAL:
                return True
    return False


def _looks_like_tar(path: Path) -> bool:
    with path.open("rb") as file:
        data = file.read(64 * 1024)
    if data.startswith(_GZIP):
        try:
            data = zlib.decompressobj(31).decompress(data, BLOCK)
        except zlib.error:
            return False
    return looks_like_header(data[:BLOCK])
