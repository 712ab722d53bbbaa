"""Names and extra fields of ZIP headers."""

import re
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import NoReturn

Refuse = Callable[[str], NoReturn]

_ZIP64, _UNICODE_PATH = 0x0001, 0x7075
_BIG = 0xFFFFFFFF
_WITH_DISK = 28
_CONTROL = re.compile(rb"[\x00-\x1f\x7f]")


@dataclass(frozen=True)
class Extra:
    """The two extra fields that change what a header says."""

    zip64: bytes | None = None
    unicode_path: bytes | None = None

    def sizes(
        self, packed: int, size: int, offset: int, refuse: Refuse
    ) -> tuple[int, int, int]:
        """The real sizes and offset: the header's, or those it defers to ZIP64.

        Some tools write both; that is one meaning if all are the same.
        """
        said = (size, packed, offset)
        deferred = said.count(_BIG)
        if self.zip64 is None:
            if deferred:
                refuse("Missing ZIP64 extra field")
            return packed, size, offset
        values = self._values(refuse)
        if not deferred:
            if tuple(values) != said[: len(values)]:
                refuse("ZIP64 extra field with other sizes than the header")
            return packed, size, offset
        if len(values) != deferred:
            refuse("Malformed ZIP64 extra field")
        size, packed, offset = (values.pop(0) if field == _BIG else field for field in said)
        return packed, size, offset

    def _values(self, refuse: Refuse) -> list[int]:
        data = self.zip64 or b""
        if len(data) == _WITH_DISK and not any(data[-4:]):
            data = data[:-4]
        if len(data) not in {0, 8, 16, 24}:
            refuse("Malformed ZIP64 extra field")
        return [value for (value,) in struct.iter_unpack("<Q", data)]


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
