"""Looking for core metadata in a wheel of a stranger, with few of its bytes in memory."""

import re
import struct
import zipfile
import zlib
from typing import BinaryIO

_LARGEST = 8 * 1024 * 1024
_LARGEST_DIRECTORY = 4 * 1024 * 1024
_END = struct.Struct("<4s4H2LH")
_END_MARK, _LARGE_MARK = b"PK\x05\x06", b"PK\x06\x07"
_LARGE_SIZE = 20
_PLACE = re.compile(r"[^/\\]+\.dist-info/METADATA")
_UNDERSTOOD = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_BROKEN = (zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError, EOFError)


def metadata_inside(wheel: BinaryIO) -> bytes | None:
    """Return the core metadata of a wheel (PEP 427), or None if it is not found easily."""
    if not _is_small(wheel):
        return None
    try:
        with zipfile.ZipFile(wheel) as archive:
            places = [
                each for each in archive.infolist() if _PLACE.fullmatch(each.filename)
            ]
            if len(places) != 1 or places[0].compress_type not in _UNDERSTOOD:
                return None
            with archive.open(places[0]) as member:
                data = member.read(_LARGEST + 1)
    except _BROKEN:
        return None
    return data if len(data) <= _LARGEST else None


def _is_small(wheel: BinaryIO) -> bool:
    """Return whether the directory of an archive is small, and ends it as most do.

    `zipfile` reads all of it, and makes an object of each member.
    """
    size = wheel.seek(0, 2)
    wheel.seek(max(size - _END.size - _LARGE_SIZE, 0))
    tail = wheel.read()
    before, end = tail[: -_END.size], tail[-_END.size :]
    if len(end) != _END.size or not end.startswith(_END_MARK):
        return False
    directory, comment = _END.unpack(end)[5], _END.unpack(end)[7]
    is_large = before.startswith(_LARGE_MARK)
    return not is_large and not comment and directory <= _LARGEST_DIRECTORY
