"""Walking a ZIP from its first byte to its last.

Some programs read a ZIP from the front, others from its directory at the end. What they
find must be the same, so every byte must belong to a record, every record must be where
the others say, and both descriptions of a member must agree (APPNOTE 6.3.10). Nothing is
held but the names.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, NoReturn

from warehouse.forklift.archives import zip_extras
from warehouse.forklift.archives.bounds import Tally
from warehouse.forklift.archives.limits import LONGEST_NAME
from warehouse.forklift.refusals import Reason, Refused

LOCAL = b"PK\x03\x04"
CENTRAL = b"PK\x01\x02"
END = b"PK\x05\x06"
END64 = b"PK\x06\x06"
LOCATOR64 = b"PK\x06\x07"

_LOCAL = struct.Struct("<HHHHHIIIHH")
_CENTRAL = struct.Struct("<HHHHHHIIIHHHHHII")
_END = struct.Struct("<HHHHIIH")
_END64 = struct.Struct("<QHHIIQQQQ")
_LOCATOR64 = struct.Struct("<IQI")

STORED, DEFLATED = 0, 8
_NEWEST = 46
_ENCRYPTED = 0x0001 | 0x0040 | 0x2000
_DESCRIPTOR = 0x0008
_IS_UTF8 = 0x0800
_HARMLESS_FLAGS = 0x0006 | _IS_UTF8
_BIG, _BIG16 = 0xFFFFFFFF, 0xFFFF
_SYMLINK, _FILE_KINDS = 0o120000, 0o170000
_FILE, _DIRECTORY = 0o100000, 0o040000
_DOS_DIRECTORY = 0x10


@dataclass(frozen=True, slots=True)
class ZipMember:
    """One member, as both of its headers describe it; its data begins at `start`."""

    name: str
    method: int
    crc: int
    packed: int
    size: int
    offset: int
    start: int
    mode: int = 0

    @property
    def is_directory(self) -> bool:
        """Return whether it is only a directory entry."""
        return self.name.endswith("/")

    @property
    def is_ordinary(self) -> bool:
        """Return whether it is a file or directory, and not a link or a device."""
        kinds = {0, _FILE, _DIRECTORY} if self.is_directory else {0, _FILE}
        return self.mode & _FILE_KINDS in kinds

    @property
    def is_symlink(self) -> bool:
        """Return whether its mode says that its content is the target of a link."""
        return self.mode & _FILE_KINDS == _SYMLINK


@dataclass(frozen=True)
class ZipArchive:
    """A ZIP whose records are in order; `members` by their names."""

    path: Path
    size: int
    members: dict[str, ZipMember]


def walk(path: Path) -> ZipArchive:
    """Return the members of the ZIP at `path`; refuses one readable in two ways."""
    size = path.stat().st_size
    with path.open("rb") as file:
        walker = _Walker(file, size)
        walker.run()
    return ZipArchive(path, size, walker.members)


def _refuse(problem: str) -> NoReturn:
    raise Refused(Reason.ZIP_FRAMING, problem=problem)


class _Walker:
    """Reads records one after the other and keeps what they must agree about."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self.file, self.size = file, size
        self.locals: dict[bytes, ZipMember] = {}
        self.members: dict[str, ZipMember] = {}
        self.directory_start: int | None = None
        self.directory_end = 0
        self.end64: tuple[int, int, int] | None = None
        self.tally = Tally(size)

    def run(self) -> None:
        """Walk to the end."""
        seen_end = False
        for signature in self._signatures():
            if seen_end:
                _refuse("Trailing data")
            if signature == LOCAL and self.directory_start is None and not self.end64:
                self._local()
            elif signature == CENTRAL and self.end64 is None:
                self._central()
            elif signature == END64 and self.end64 is None:
                self._end64()
            elif signature == END:
                self._end()
                seen_end = True
            else:
                _refuse("Unknown record signature")
        if not seen_end:
            _refuse("Malformed zip file")

    def _signatures(self) -> Iterator[bytes]:
        while True:
            signature = self.file.read(4)
            if not signature:
                return
            yield signature

    def _read(self, size: int) -> bytes:
        data = self.file.read(size)
        if len(data) != size:
            _refuse("Malformed zip file")
        return data

    def _name(self, length: int, flags: int) -> bytes:
        if length > LONGEST_NAME:
            _refuse("Filename too long")
        name = self._read(length)
        zip_extras.check_name(name, _refuse)
        if not name.isascii() and not flags & _IS_UTF8:
            _refuse("Filename not marked as unicode")
        return name

    def _local(self) -> None:
        offset = self.file.tell() - 4
        fields = _LOCAL.unpack(self._read(_LOCAL.size))
        version, flags, method, _, _, crc, packed, size = fields[:8]
        name_length, extra_length = fields[8:]
        _check_flags(version, flags, method)
        name = self._name(name_length, flags)
        extra = zip_extras.parse(self._read(extra_length), name, _refuse)
        packed, size, _ = extra.sizes(packed, size, None, _refuse)
        if name in self.locals:
            _refuse("Duplicate filename in local headers")
        self.tally.member(name_length)
        self.tally.data(size)
        start = self.file.tell()
        if start + packed > self.size:
            _refuse("Malformed zip file")
        self.file.seek(start + packed)
        self.locals[name] = ZipMember(
            name.decode("utf-8"), method, crc, packed, size, offset, start
        )

    def _central(self) -> None:
        if self.directory_start is None:
            self.directory_start = self.file.tell() - 4
        fields = _CENTRAL.unpack(self._read(_CENTRAL.size))
        _, version, flags, method, _, _, crc, packed, size = fields[:9]
        name_length, extra_length, comment_length, disk, _, attributes, offset = fields[9:]
        _check_flags(version, flags, method)
        name = self._name(name_length, flags)
        extra = zip_extras.parse(self._read(extra_length), name, _refuse)
        packed, size, offset = extra.sizes(packed, size, offset, _refuse)
        if comment_length:
            _refuse("Comment in central directory")
        if disk:
            _refuse("Member on another disk")
        if attributes & _DOS_DIRECTORY and not name.endswith(b"/"):
            _refuse("File that is marked as a directory")
        self._compare(name, (method, crc, packed, size, offset), attributes >> 16)
        self.directory_end = self.file.tell()

    def _compare(self, name: bytes, said: tuple[int, ...], mode: int) -> None:
        local = self.locals.get(name)
        if local is None:
            _refuse("Missing filename in local headers")
        if local.name in self.members:
            _refuse("Duplicate filename in central directory")
        method, crc, packed, size, offset = said
        if packed != local.packed:
            _refuse("Mis-matched data size")
        if size != local.size:
            _refuse("Mis-matched file size")
        if (method, crc) != (local.method, local.crc):
            _refuse("Mis-matched method or checksum")
        if offset != local.offset:
            _refuse("Mis-matched offset")
        self.members[local.name] = ZipMember(
            local.name, method, crc, packed, size, offset, local.start, mode
        )

    def _end64(self) -> None:
        place = self.file.tell() - 4
        fields = _END64.unpack(self._read(_END64.size))
        length, _, _, disk, directory_disk, here, total, size, offset = fields
        if length != 44:
            _refuse("ZIP64 extensible data not allowed")
        if disk or directory_disk or here != total:
            _refuse("Archive of several disks")
        if self._read(4) != LOCATOR64:
            _refuse("ZIP64 end without locator")
        disk, pointer, disks = _LOCATOR64.unpack(self._read(_LOCATOR64.size))
        if disk or disks != 1 or pointer != place:
            _refuse("Mis-matched ZIP64 locator")
        self.end64 = (total, size, offset)

    def _end(self) -> None:
        place = self.file.tell() - 4
        fields = _END.unpack(self._read(_END.size))
        disk, directory_disk, here, total, size, offset, comment_length = fields
        if here != total or disk not in {0, _BIG16} or directory_disk not in {0, _BIG16}:
            _refuse("Mis-matched counts in end of central directory")
        said = (total, size, offset)
        if self.end64 is not None:
            for short, long, limit in zip(
                said, self.end64, (_BIG16, _BIG, _BIG), strict=True
            ):
                if short not in {limit, long}:
                    _refuse("Mis-matched ZIP64 end of central directory")
            said = self.end64
        else:
            self._forbid_hidden_locator(place)
        self._check_directory(said, place)
        if b"PK" in self._read(comment_length):
            _refuse("Record in the archive's comment")

    def _forbid_hidden_locator(self, place: int) -> None:
        """Refuse bytes that readers would take for a ZIP64 locator."""
        here = self.file.tell()
        self.file.seek(max(0, place - 20))
        hidden = self.file.read(4)
        self.file.seek(here)
        if hidden == LOCATOR64:
            _refuse("Hidden ZIP64 locator")

    def _check_directory(self, said: tuple[int, int, int], place: int) -> None:
        if self.locals.keys() != {name.encode("utf-8") for name in self.members}:
            _refuse("Filename not in central directory")
        start = place if self.directory_start is None else self.directory_start
        end = self.directory_end if self.members else start
        walked = (len(self.members), end - start, start)
        for what, claim, found in zip(
            ("count", "size", "offset"), said, walked, strict=True
        ):
            if claim != found:
                _refuse(f"Mis-matched central directory {what}")


def _check_flags(version: int, flags: int, method: int) -> None:
    if version & 0xFF > _NEWEST:
        _refuse("Member needs an unknown version of ZIP")
    if flags & _DESCRIPTOR:
        _refuse("ZIP contains a data descriptor")
    if flags & _ENCRYPTED:
        _refuse("Encrypted member")
    if flags & ~_HARMLESS_FLAGS:
        _refuse(f"Member with unknown flags {flags:#06x}")
    if method not in {STORED, DEFLATED}:
        raise Refused(
            Reason.MEMBER_BROKEN,
            member=f"method {method}",
            problem="has an unsupported compression type",
        )
