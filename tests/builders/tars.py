"""Tars put together block by block, so that every field can lie."""

import gzip
from dataclasses import dataclass, field

from tests.builders.wheels import metadata

BLOCK = 512
POSIX, GNU, V7 = b"ustar\x0000", b"ustar  \0", bytes(8)
FIELDS = {
    "name": (0, 100),
    "mode": (100, 108),
    "uid": (108, 116),
    "gid": (116, 124),
    "size": (124, 136),
    "mtime": (136, 148),
    "kind": (156, 157),
    "target": (157, 257),
    "magic": (257, 265),
    "uname": (265, 297),
    "gname": (297, 329),
    "major": (329, 337),
    "minor": (337, 345),
    "prefix": (345, 500),
    "rest": (500, 512),
}


@dataclass
class Member:
    """A header and its data; `fields` are bytes that stand there instead of the truth."""

    name: str = "example-1.0/a"
    data: bytes = b""
    kind: bytes = b"0"
    target: str = ""
    magic: bytes = POSIX
    fields: dict[str, bytes] = field(default_factory=dict)

    def written(self):
        """Its blocks; the checksum is always right, unless it is a field."""
        said = {
            "name": self.name.encode(),
            "mode": b"0000644",
            "uid": b"0000000",
            "gid": b"0000000",
            "size": b"%011o" % len(self.data),
            "mtime": b"14371573000",
            "kind": self.kind,
            "target": self.target.encode(),
            "magic": self.magic,
            **self.fields,
        }
        block = bytearray(BLOCK)
        for key, (start, end) in FIELDS.items():
            value = said.get(key, b"")[: end - start]
            block[start : start + len(value)] = value
        block[148:156] = said.get("checksum", summed(block))
        return bytes(block) + self.data + bytes(-len(self.data) % BLOCK)


def summed(block):
    """The checksum of a header, as its field."""
    return b"%06o\0 " % (sum(block[:148]) + 32 * 8 + sum(block[156:]))


def record(key, value):
    """One record of a pax header, which begins with its own length."""
    rest = b" %s=%s\n" % (
        key.encode(),
        value if isinstance(value, bytes) else value.encode(),
    )
    length = len(rest) + 1
    while len(b"%d" % length) + len(rest) != length:
        length = len(b"%d" % length) + len(rest)
    return b"%d" % length + rest


def pax(records, kind=b"x", **more):
    """A pax header of these records, or of these bytes."""
    data = records
    if not isinstance(records, bytes):
        data = b"".join(record(key, value) for key, value in records.items())
    return Member("pax", data, kind, **more)


def long_name(name, kind=b"L", magic=GNU):
    """A header of GNU's for the name, or the target, of the next member."""
    return Member("././@LongLink", name.encode() + b"\0", kind, magic=magic)


def pkg_info(name="example", version="1.0", **fields):
    """The member that every sdist has."""
    core = metadata(name, version, metadata_version="2.2")
    return Member(f"{name}-{version}/PKG-INFO", core, fields=fields)


def tar(*members, first=None, end=bytes(2 * BLOCK)):
    """An sdist of PKG-INFO, of which `first` are fields, and these; not yet compressed."""
    all_ = (pkg_info(**(first or {})), *members)
    return b"".join(member.written() for member in all_) + end


def packed(*members, end=bytes(2 * BLOCK)):
    """The same, compressed."""
    return gzip.compress(tar(*members, end=end), mtime=0)
