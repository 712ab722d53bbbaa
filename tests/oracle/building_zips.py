"""Wheels that are good or a little wrong, in their members, records or bytes."""

import base64
import hashlib
from dataclasses import replace

from hypothesis import strategies as st

from tests.builders.wheels import members as good_members
from tests.builders.zips import Entry, archive, extra, zip64_extra
from tests.oracle.odd import ODD_NAMES

INFO = "example-1.0.dist-info"
BIG = 0xFFFFFFFF
NAMES = [
    *ODD_NAMES,
    *[
        f"{INFO}/x",
        f"{INFO}/metadata",
        "example-1.0.data/data/x",
        "example-1.0.data/purelib/x",
    ],
    *["example/__init__.py", "example/"],
]
DATA = [b"", b"hello\n", bytes(600), b"x" * 70_000, b"PK\5\6" + bytes(18), b"PK\1\2" * 20]
EXTRAS = [
    *[
        extra(0x5455, b"\1" + bytes(4)),
        extra(0x7875, b"\1\4" + bytes(4) + b"\4" + bytes(4)),
    ],
    *[
        extra(0x5855, bytes(12)),
        extra(0x7855, bytes(4)),
        extra(0x000A, bytes(32)),
        zip64_extra(),
    ],
    *[
        extra(0x7075, b"\1" + bytes(4) + b"a"),
        extra(0x6375, b"\1" + bytes(4) + b"a"),
        b"\0",
    ],
    *[
        extra(0x756E, bytes(14)),
        extra(0x756E, bytes(4) + b"\xff\xa1" + bytes(8)),
        extra(0xCAFE, b""),
    ],
    *[
        extra(0x6C78, b"\x05\x14\x03\0\0\xff\xa1"),
        extra(0x000D, bytes(12) + b"/x"),
        b"\0\0\0\0",
    ],
    *[
        extra(0x9901, b"\2\0AE\3\0\0"),
        zip64_extra(6, 6),
        zip64_extra(5),
        extra(0x4690, b"x"),
    ],
    *[
        extra(0x2605, b"Zip\0"),
        extra(0x334D, bytes(14)),
        extra(0x07C8, bytes(17)),
        extra(0x4C41, b""),
    ],
]
FLAGS = [0] * 8 + [
    2,
    4,
    6,
    0x800,
    0x800,
    0x802,
    8,
    1,
    0x10,
    0x20,
    0x40,
    0x100,
    0x2000,
    0x8000,
]
MODES = [0o100644] * 4 + [
    0,
    0o100755,
    0o040755,
    0o120777,
    0o020666,
    0o644,
    0o104755,
    0o160000,
]
VERSIONS = [20] * 6 + [10, 45, 46, 51, 62, 63, 64, 0, 0x0314, 0x0714, 0xFF14]
MAKERS = (
    [20 | 3 << 8] * 6 + [system << 8 | 20 for system in range(21)] + [63 | 3 << 8, 0xFFFF]
)
DOS = [0] * 6 + [1, 2, 4, 0x10, 0x20, 0x40, 0x80, 0xFF, 0x4000]
CENTRAL = {
    "flags": st.sampled_from(FLAGS),
    "mode": st.sampled_from(MODES),
    "dos": st.sampled_from(DOS),
    "made_by": st.sampled_from(MAKERS),
    "version": st.sampled_from(VERSIONS),
    "internal": st.sampled_from([0, 0, 1, 2, 0xFFFF]),
    "extra": st.sampled_from([b"", *EXTRAS]),
    "size": st.sampled_from([0, 6, BIG]),
    "packed": st.sampled_from([0, 6, BIG]),
    "offset": st.sampled_from([0, 1, BIG]),
    "name": st.sampled_from([b"a", b"b"]),
    "comment": st.sampled_from([b"", b"x"]),
    "disk": st.sampled_from([0, 1, 0xFFFF]),
}
_USUAL = ["mode", "dos", "made_by", "version", "internal"]


def entries():
    usual = st.fixed_dictionaries({}, optional={key: CENTRAL[key] for key in _USUAL})
    any_ = st.fixed_dictionaries({}, optional=CENTRAL)
    extras = st.lists(st.sampled_from(EXTRAS), max_size=2).map(b"".join)
    return st.builds(
        Entry,
        name=st.sampled_from(NAMES).map(str.encode),
        data=st.sampled_from(DATA),
        method=st.sampled_from([0, 8, 8, 8]),
        flags=st.sampled_from(FLAGS),
        extra=st.one_of(st.just(b""), extras),
        version=st.sampled_from(VERSIONS),
        central=st.one_of(st.just({}), usual, usual, any_),
    ).map(_plausible)


def _plausible(entry):
    """Much else would be refused at once.

    Names beyond ASCII come from Unix, since unzip takes those from DOS and Windows for
    another character set, also where they are marked as UTF-8; installers read them well.
    """
    if not entry.name.isascii():
        entry.central.pop("made_by", None)
    if not entry.name.isascii() and len(entry.data) != 600:
        entry = replace(entry, flags=entry.flags | 0x800)
        if "flags" in entry.central:
            entry.central["flags"] = entry.flags
    if entry.name.endswith(b"/"):
        entry = replace(entry, data=b"", method=0)
        if "mode" in entry.central and len(entry.name) % 2:
            entry.central["mode"] = 0o040755
    return entry


def recorded(found):
    """The entries with a RECORD of them all."""
    lines = []
    for name, data in {each.name: each.data for each in found}.items():
        if name.endswith(b"/"):
            continue
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=")
        lines.append(b"%s,sha256=%s,%d\n" % (name, digest, len(data)))
    path = f"{INFO}/RECORD"
    text = b"".join(lines) + f"{path},,\n".encode()
    return [*found, Entry(path.encode(), text, method=8)]


def ends():
    """Return the last records of an archive, and what stands around them."""
    wrong = {
        "before": st.sampled_from([b"", b"x", b"PK\3\4"]),
        "between": st.sampled_from([b"", b"x", b"PK\5\6" + bytes(18)]),
        "after": st.sampled_from([b"", b"x", bytes(22), b"PK\5\6" + bytes(18)]),
        "comment": st.sampled_from([b"", b"hello", b"PK\5\6" + bytes(18), bytes(30)]),
        "end64": st.sampled_from([{}, {"pointer": 0}, {"length": 45, "more": b"x"}]),
        "count": st.sampled_from([0, 1, 4, 5, 0xFFFF]),
        "size": st.sampled_from([0, BIG]),
        "offset": st.sampled_from([0, BIG]),
    }
    return st.one_of(
        st.just({}),
        st.just({"end64": {}}),
        st.just({"end64": {}, "count": 0xFFFF, "size": BIG, "offset": BIG}),
        st.fixed_dictionaries({}, optional=wrong),
    )


@st.composite
def wheels(draw):
    """The bytes of a wheel, which often enough is accepted."""
    good = [Entry(name.encode(), data, method=8) for name, data in good_members().items()]
    more = draw(st.lists(entries(), max_size=3))
    found = recorded([*good, *more])
    listed = draw(
        st.sampled_from([None, None, None, found[::-1], found[:-1], [*found, found[0]]])
    )
    data = bytearray(archive(*found, listed=listed, **draw(ends())))
    for _ in range(draw(st.sampled_from([0, 0, 0, 0, 1, 2]))):
        place = draw(st.integers(0, len(data) - 1))
        data[place] = draw(st.integers(0, 255))
    cut = draw(st.sampled_from([0] * 9 + [1, 22]))
    return bytes(data[: len(data) - cut])
