"""Names and extra fields of ZIP headers."""

import re
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import NoReturn

Refuse = Callable[[str], NoReturn]

_ZIP64, _UNICODE_PATH = 0x0001, 0x7075
_BIG = 0xFFFFFFFF
_CONTROL = re.compile(rb"[\x00-\x1f\x7f]")


@dataclass(frozen=True)
class Extra:
    """The two extra fields that change what a header says."""

    zip64: bytes | None = None
    unicode_path: bytes | None = None

    def sizes(
        self, packed: int, size: int, offset: int, method: int, refuse: Refuse
    ) -> tuple[int, int, int]:
        """The real sizes and offset: the header's, or those it defers to ZIP64."""
        is_deferred = _BIG in (packed, size)
        if self.zip64 is None:
            if is_deferred or offset == _BIG:
                refuse("Missing ZIP64 extra field")
            return packed, size, offset
        length = len(self.zip64)
        if length not in {0, 8, 16, 24, 28}:
            refuse("Malformed ZIP64 extra field")
        if length == 0 and is_deferred:
            refuse("Empty ZIP64 extra field")
        if length == 8 and method != 0:
            refuse("ZIP64 extra field of one size on a compressed member")
        return self._deferred(packed, size, offset, refuse)

    def _deferred(
        self, packed: int, size: int, offset: int, refuse: Refuse
    ) -> tuple[int, int, int]:
        data = self.zip64 or b""
        values = [
            value for (value,) in struct.iter_unpack("<Q", data[: len(data) // 8 * 8])
        ]
        is_shared = len(data) == 8 and packed == size == _BIG
        found: list[int] = []
        for field in (size, packed, offset):
            if field != _BIG:
                found.append(field)
            elif not values:
                refuse("Malformed ZIP64 extra field")
            else:
                found.append(values[0] if is_shared else values.pop(0))
        if values and not is_shared and len(data) != 8:
            refuse("Malformed ZIP64 extra field")
        return found[1], found[0], found[2]


def parse(data: bytes, name: bytes, refuse: Refuse) -> Extra:
    """The extra fields of the header of `name`, which they fill exactly."""
    found: dict[int, bytes] = {}
    place = 0
    while place < len(data):
        if place + 4 > len(data):
            refuse("Malformed extra field")
        kind, length = struct.unpack_from("<HH", data, place)
        place += 4
        if place + length > len(data):
            refuse("Malformed extra field")
        if kind in {_ZIP64, _UNICODE_PATH}:
            if kind in found:
                refuse("Duplicate extra field")
            found[kind] = data[place : place + length]
        place += length
    path = found.get(_UNICODE_PATH)
    if path is not None:
        if len(path) < 5 or path[0] != 1:
            refuse("Malformed Unicode path extra field")
        check_name(path[5:], refuse)
        if path[5:] != name:
            refuse("Unicode path is another filename")
    return Extra(found.get(_ZIP64), path)


def check_name(name: bytes, refuse: Refuse) -> None:
    """A name is printable, and UTF-8."""
    if _CONTROL.search(name):
        refuse("Invalid character in filename")
    try:
        name.decode("utf-8")
    except UnicodeDecodeError:
        refuse("Filename not unicode")
