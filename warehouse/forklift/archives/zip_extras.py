"""Names and extra fields of ZIP headers."""

import re
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import NoReturn

Refuse = Callable[[str], NoReturn]

_ZIP64, _UNICODE_PATH = 0x0001, 0x7075
_TIMES_AND_OWNERS = {0x000A, 0x5455, 0x5855, 0x7855, 0x7875}
_OF_JAVA = 0xCAFE
_ALLOWED = {_ZIP64, _UNICODE_PATH, *_TIMES_AND_OWNERS, _OF_JAVA}
"""Others may say what a member is: of 0x6c78 and 0x756e some readers make a link."""

_BIG = 0xFFFFFFFF
_WITH_DISK = 28
_CONTROL = re.compile(rb"[\x00-\x1f\x7f]")
_NUMBERED = re.compile(rb";[0-9]*\Z")


@dataclass(frozen=True)
class Extra:
    """The ZIP64 extra field of a header, which has the sizes that are too large for it."""

    zip64: bytes | None = None

    def sizes(
        self, packed: int, size: int, offset: int | None, refuse: Refuse
    ) -> tuple[int, int, int]:
        """Return the real sizes and offset: the header's, or those it defers to ZIP64.

        A local header has no offset. Some tools write sizes into both its places, which is
        fine if they are the same; not all readers take that from a central header.
        """
        said = [size, packed] if offset is None else [size, packed, offset]
        deferred = said.count(_BIG)
        if self.zip64 is None:
            if deferred:
                refuse("Missing ZIP64 extra field")
            return packed, size, offset or 0
        values = self._values(refuse)
        if not deferred and offset is None:
            if values != said[: len(values)]:
                refuse("ZIP64 extra field with other sizes than the header")
        elif len(values) != deferred:
            refuse("Malformed ZIP64 extra field")
        else:
            said = [values.pop(0) if field == _BIG else field for field in said]
        return said[1], said[0], said[2] if len(said) == 3 else 0

    def _values(self, refuse: Refuse) -> list[int]:
        data = self.zip64 or b""
        if len(data) == _WITH_DISK and not any(data[-4:]):
            data = data[:-4]
        if len(data) not in {0, 8, 16, 24}:
            refuse("Malformed ZIP64 extra field")
        return [value for (value,) in struct.iter_unpack("<Q", data)]


def parse(data: bytes, name: bytes, refuse: Refuse) -> Extra:
    """Return the extra fields of the header of `name`, which they fill exactly."""
    found: dict[int, bytes] = {}
    place = 0
    while place < len(data):
        if place + 4 > len(data):
            refuse("Malformed extra field")
        kind, length = struct.unpack_from("<HH", data, place)
        place += 4
        if place + length > len(data):
            refuse("Malformed extra field")
        if kind not in _ALLOWED:
            refuse(f"Extra field {kind:#06x} is not allowed")
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
    return Extra(found.get(_ZIP64))


def check_name(name: bytes, refuse: Refuse) -> None:
    """Refuse names that are not printable UTF-8, or that some reader cuts off."""
    if _CONTROL.search(name):
        refuse("Invalid character in filename")
    if _NUMBERED.search(name):
        refuse("Filename with a version number as on VMS, which some readers cut off")
    try:
        name.decode("utf-8")
    except UnicodeDecodeError:
        refuse("Filename not unicode")
