"""ZIPs put together record by record, so that every record can lie."""

import struct
import zlib
from dataclasses import dataclass, field


@dataclass
class Entry:
    """A member; what is left None is told truly."""

    name: bytes = b"a.txt"
    data: bytes = b"hello"
    method: int = 0
    flags: int = 0
    crc: int | None = None
    packed: int | None = None
    size: int | None = None
    extra: bytes = b""
    central: dict = field(default_factory=dict)
    offset: int = 0
    version: int = 20

    @property
    def body(self):
        if self.method != 8:
            return self.data
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        return packer.compress(self.data) + packer.flush()

    def said(self, name):
        truth = {
            "crc": zlib.crc32(self.data),
            "packed": len(self.body),
            "size": len(self.data),
        }
        given = getattr(self, name)
        return truth[name] if given is None else given

    def local(self):
        return (
            b"PK\x03\x04"
            + struct.pack(
                "<HHHHHIIIHH",
                self.version,
                self.flags,
                self.method,
                0,
                0,
                self.said("crc"),
                self.said("packed"),
                self.said("size"),
                len(self.name),
                len(self.extra),
            )
            + self.name
            + self.extra
            + self.body
        )

    def directory(self):
        name = self.central.get("name", self.name)
        extra = self.central.get("extra", self.extra)
        comment = self.central.get("comment", b"")
        return (
            b"PK\x01\x02"
            + struct.pack(
                "<HHHHHHIIIHHHHHII",
                self.central.get("made_by", 20 | 3 << 8),
                self.central.get("version", self.version),
                self.central.get("flags", self.flags),
                self.central.get("method", self.method),
                0,
                0,
                self.central.get("crc", self.said("crc")),
                self.central.get("packed", self.said("packed")),
                self.central.get("size", self.said("size")),
                len(name),
                len(extra),
                len(comment),
                self.central.get("disk", 0),
                self.central.get("internal", 0),
                self.central.get("mode", 0o100644) << 16 | self.central.get("dos", 0),
                self.central.get("offset", self.offset),
            )
            + name
            + extra
            + comment
        )


def archive(
    *entries,
    listed=None,
    before=b"",
    between=b"",
    after=b"",
    comment=b"",
    end64=None,
    **end,
):
    """The bytes of a ZIP; `end` changes `count`, `size` or `offset` in its last record.

    `listed` are the members of the central directory, if they are not the same ones.
    """
    data = before
    for each in entries:
        each.offset = len(data)
        data += each.local()
    data += between
    start = len(data)
    for each in entries if listed is None else listed:
        data += each.directory()
    size = len(data) - start
    count = len(entries if listed is None else listed)
    if end64 is not None:
        data += zip64_end(len(data), count, size, start, **end64)
    count = end.get("count", count)
    data += b"PK\x05\x06" + struct.pack(
        "<HHHHIIH",
        0,
        0,
        end.get("here", count),
        count,
        end.get("size", size),
        end.get("offset", start),
        len(comment),
    )
    return data + comment + after


def zip64_end(
    place, count, size, start, *, length=44, locator=True, pointer=None, more=b""
):
    record = b"PK\x06\x06" + struct.pack(
        "<QHHIIQQQQ", length, 45, 45, 0, 0, count, count, size, start
    )
    found = record + more
    if locator:
        target = place if pointer is None else pointer
        found += b"PK\x06\x07" + struct.pack("<IQI", 0, target, 1)
    return found


def zip64_extra(*values):
    data = b"".join(struct.pack("<Q", value) for value in values)
    return struct.pack("<HH", 1, len(data)) + data


def extra(kind, data):
    return struct.pack("<HH", kind, len(data)) + data
