"""Sdists that are good or a little wrong, in their members, fields or bytes."""

import gzip
import zlib
from dataclasses import replace

from hypothesis import strategies as st

from tests.builders.tars import (
    BLOCK,
    FIELDS,
    GNU,
    POSIX,
    V7,
    Member,
    long_name,
    pax,
    summed,
    tar,
)
from tests.oracle.installers import BUILT_BY, ROOT
from tests.oracle.odd import ODD_NAMES

NAMES = [*ODD_NAMES, "PKG-INFO", "pkg-info"]
TARGETS = [
    *[
        "PKG-INFO",
        "../PKG-INFO",
        f"{ROOT}/PKG-INFO",
        f"{ROOT}/a",
        "a",
        ".",
        "..",
        "../..",
        "",
    ],
    *[
        "/etc/passwd",
        "a/../b",
        "b/../../a",
        "./a/",
        "x" * 120,
        f"../{ROOT}/a",
        "x/../../src/a",
    ],
]
KINDS = [
    *[b"0"] * 6,
    b"\0",
    b"5",
    b"5",
    b"2",
    b"1",
    b"7",
    b"L",
    b"K",
    b"x",
    b"g",
    b"S",
    b"D",
]
DATA = [b"", b"hello\n", bytes(512), b"x" * 513, b"\0" * 2000]
NUMBERS = [
    *[
        b"",
        b"0",
        b"00000000000",
        b"  0 \0",
        b"+0",
        b"-1",
        b"0x5",
        b"0o5",
        b"1_0",
        b"5 5",
        b" ",
    ],
    *[
        b"\x80" + bytes(11),
        b"\x80" + bytes(10) + b"\5",
        b"\xff" * 12,
        b"\x80" + b"\xff" * 11,
    ],
    *[b"00000000005", b"777777777777", b"\0005", b"5\0garbage", b"\t5", "\u0665".encode()],
]
TEXTS = [b"", b"x", f"{ROOT}/evil".encode(), b"../x", b"/x", b"\xff", b"a\0b", b"x" * 155]
MAGICS = [
    *[POSIX] * 6,
    *[GNU] * 3,
    V7,
    b"ustar\0\0\0",
    b"ustar  \1",
    b"ustar\x0001",
    b"tar\0\0\0\0\0",
]
KEYS = [
    *[
        "path",
        "path",
        "linkpath",
        "size",
        "mtime",
        "uid",
        "gid",
        "uname",
        "comment",
        "atime",
    ],
    *["GNU.sparse.name", "GNU.sparse.realsize", "GNU.sparse.size", "GNU.sparse.major"],
    *[
        "GNU.sparse.minor",
        "GNU.sparse.map",
        "SCHILY.realsize",
        "SCHILY.filetype",
        "hdrcharset",
    ],
    *[
        "charset",
        "LIBARCHIVE.creationtime",
        "SCHILY.xattr.user.x",
        "SCHILY.fflags",
        "x",
        "",
    ],
]
VALUES = [
    *[
        "",
        "0",
        "5",
        "600",
        "-1",
        "1.5",
        "nan",
        "1e9",
        "99999999999",
        "x",
        "x\n9 a=b\n",
        "a\0b",
    ],
    *[f"{ROOT}/{name}" for name in NAMES[:20]],
    *["BINARY", "none", "/x", "../x", "0,5"],
]
_NUMERIC = ["mode", "uid", "gid", "size", "mtime", "major", "minor"]


def names():
    inside = st.sampled_from(NAMES).map(lambda name: f"{ROOT}/{name}")
    return st.one_of(inside, inside, inside, st.sampled_from(["other/a", ROOT, f"{ROOT}/"]))


def fields():
    numeric = st.tuples(st.sampled_from(_NUMERIC), st.sampled_from(NUMBERS))
    text = st.tuples(
        st.sampled_from(["prefix", "uname", "rest", "target"]), st.sampled_from(TEXTS)
    )
    some = st.lists(st.one_of(numeric, text), max_size=2).map(dict)
    return st.one_of(st.just({}), st.just({}), some)


def members():
    return st.builds(
        Member,
        name=names(),
        data=st.sampled_from(DATA),
        kind=st.sampled_from(KINDS),
        target=st.sampled_from(TARGETS),
        magic=st.sampled_from(MAGICS),
        fields=fields(),
    ).map(_plausible)


def _plausible(member):
    """Links and directories have no content, as a rule: those that do are refused."""
    if member.kind in {b"1", b"2", b"5"} and len(member.name) % 5:
        return replace(member, data=b"")
    return member


def extensions():
    some = st.dictionaries(st.sampled_from(KEYS), st.sampled_from(VALUES), max_size=3)
    usual = st.fixed_dictionaries({"path": names()}, optional={"mtime": st.just("1.5")})
    records = st.one_of(some, usual)
    paxes = st.builds(
        pax, records, st.sampled_from([b"x", b"x", b"g"]), magic=st.sampled_from(MAGICS)
    )
    longs = st.builds(
        long_name,
        names(),
        st.sampled_from([b"L", b"L", b"K"]),
        st.sampled_from([GNU, POSIX, V7]),
    )
    return st.one_of(paxes, longs)


def sequences():
    """Members, each with the extension headers before it."""
    one = st.tuples(st.lists(extensions(), max_size=2), members())
    bare = members().map(lambda member: ([], member))
    groups = st.lists(st.one_of(bare, bare, one), max_size=4)
    return groups.map(
        lambda found: [each for before, one in found for each in (*before, one)]
    )


@st.composite
def byte_changes(draw, data):
    """The tar with a few bytes of its headers changed, and their checksums put right."""
    changed = bytearray(data)
    for _ in range(draw(st.sampled_from([0, 0, 0, 1, 1, 2, 3]))):
        block = draw(st.integers(0, max(0, len(changed) // BLOCK - 1))) * BLOCK
        start, end = draw(st.sampled_from(sorted(FIELDS.values())))
        place = block + draw(st.integers(start, end - 1))
        if place >= len(changed):
            continue
        changed[place] = draw(
            st.one_of(st.sampled_from(b"\0 /015\x80.xL"), st.integers(0, 255))
        )
        if draw(st.integers(0, 9)):
            header = changed[block : block + BLOCK]
            if len(header) == BLOCK:
                changed[block + 148 : block + 156] = summed(header)
    return bytes(changed)


def gzipped(data, flags=0, extra=b"", time=0):
    """One member of gzip, with the parts of its header that `flags` say are there."""
    packer = zlib.compressobj(1, zlib.DEFLATED, -15)
    body = packer.compress(data) + packer.flush()
    head = b"\x1f\x8b\x08" + bytes([flags]) + time.to_bytes(4, "little") + b"\0\3"
    if flags & 4:
        head += len(extra).to_bytes(2, "little") + extra
    head += b"name\0" if flags & 8 else b""
    head += b"comment\0" if flags & 16 else b""
    head += (zlib.crc32(head) & 0xFFFF).to_bytes(2, "little") if flags & 2 else b""
    end = zlib.crc32(data).to_bytes(4, "little") + (len(data) & 0xFFFFFFFF).to_bytes(
        4, "little"
    )
    return head + body + end


@st.composite
def sdists(draw):
    """The bytes of an sdist, which often enough is accepted."""
    end = draw(
        st.sampled_from(
            [bytes(1024)] * 4 + [b"", bytes(512), bytes(10_240), bytes(100), b"x" * 512]
        )
    )
    data = tar(*BUILT_BY, *draw(sequences()), end=end)
    data = draw(byte_changes(data))
    flags = draw(st.sampled_from([0] * 6 + [2, 4, 8, 16, 31, 32, 128]))
    found = gzipped(data, flags, draw(st.sampled_from([b"", b"ab\1\0x", b"x" * 40])))
    after = draw(
        st.sampled_from(
            [b""] * 8
            + [bytes(7), bytes(600), b"x", gzip.compress(b""), gzip.compress(data)]
        )
    )
    return found + after
