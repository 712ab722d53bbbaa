"""Archives that were once read in two ways, or that must be taken, each made by code.

`SUSPICIOUS` are refused, with the words beside them, since the reader beside them has found
more there, or less; `FINE` are accepted, and read alike.
"""

import gzip

from tests.builders.tars import GNU, POSIX, V7, Member, long_name, pax, tar
from tests.builders.wheels import members
from tests.builders.zips import Entry, archive, extra, zip64_extra
from tests.oracle.building_tars import gzipped
from tests.oracle.building_zips import BIG, recorded
from tests.oracle.installers import BUILT_BY, ROOT

HELLO = b"hello"
LONG = f"{ROOT}/{'x' * 120}/{'y' * 120}"
DECOY = Member(f"{ROOT}/a", b"1\n0\n6\n".ljust(512, b"\0") + b"evil\n")


def sdist(*sequence, **options):
    """An sdist; `first` are fields of its first header."""
    return gzipped(tar(*BUILT_BY, *sequence, **options))


def wheel(*entries, **options):
    good = [Entry(name.encode(), data, method=8) for name, data in members().items()]
    return archive(*recorded([*good, *entries]), **options)


def renamed(key, value, kind=b"x"):
    return sdist(pax({key: value}, kind), DECOY)


def split(data):
    """The same archive in two members of gzip, the first of which looks complete."""
    whole = gzip.decompress(data)
    return gzipped(whole[:-1536]) + gzipped(whole[-1536:])


SPARSE = {"GNU.sparse.major": "1", "GNU.sparse.minor": "0", "GNU.sparse.realsize": "6"}
SYMLINK = extra(0x6C78, b"\x05\x14\x03\0\0\xff\xa1")
SUSPICIOUS = [
    (renamed("GNU.sparse.name", f"{ROOT}/b", b"g"), "Key 'GNU.sparse.name'", "tarfile"),
    (renamed("GNU.sparse.name", "../../b", b"g"), "Key 'GNU.sparse.name'", "tarfile"),
    (renamed("GNU.sparse.realsize", "1", b"g"), "Key 'GNU.sparse.realsize'", "tarfile"),
    (renamed("GNU.sparse.name", f"{ROOT}/b"), "Key 'GNU.sparse.name'", "bsdtar"),
    (sdist(pax(SPARSE), DECOY), "Key 'GNU.sparse.major'", "GNU tar"),
    (renamed("path", f"{ROOT}/b", b"g"), "Key 'path'", "tarfile"),
    (
        sdist(Member(f"{ROOT}/a", magic=GNU, fields={"prefix": f"{ROOT}/b".encode()})),
        "Header with a prefix",
        "tarfile",
    ),
    (
        sdist(Member(f"{ROOT}/a", magic=b"ustar   ", fields={"prefix": b"x"})),
        "Unknown magic",
        "tarfile",
    ),
    (split(sdist(Member(f"{ROOT}/a"))), "Several gzip members", "tarfile"),
    (sdist(Member(f"{ROOT}/d/")), "is no directory", "bsdtar"),
    (sdist(Member(f"{ROOT}/a", kind=b"2", target="../../b")), "is a link to", "tarfile"),
    (sdist(Member(f"{ROOT}/a", kind=b"2", target="/etc/x")), "is a link to", "tarfile"),
    (sdist(Member(f"{ROOT}/../../a")), "has '..'", "tarfile"),
    (sdist(pax({}, b"g"), end=b""), "Extension header without a member", "tarfile"),
    (sdist(first={"mtime": b"1\x00371573000"}), "Malformed time", "bsdtar"),
    (wheel(Entry(b"a", HELLO, extra=SYMLINK)), "Extra field 0x6c78", "bsdtar"),
    (wheel(Entry(b"a;1", HELLO)), "Filename with a version number", "unzip"),
    (wheel(Entry(b"a", HELLO, version=51)), "Member needs an unknown version", "unzip"),
    (
        wheel(Entry(b"a", HELLO, packed=BIG, size=BIG, extra=zip64_extra(5))),
        "Malformed ZIP64",
        "zipfile",
    ),
    (wheel(Entry(b"a", HELLO, central={"dos": 16, "made_by": 20})), "File that", "bsdtar"),
    (wheel(Entry(b"a", HELLO, central={"mode": 0o120777})), "is neither", "unzip"),
    (wheel(Entry(b"../a", HELLO)), "has '..'", "zipfile"),
]
FINE = [
    sdist(),
    sdist(Member(f"{ROOT}/d/", kind=b"5"), Member(f"{ROOT}/d/a", HELLO)),
    sdist(Member(f"{ROOT}/d/", kind=b"\0", magic=V7)),
    sdist(Member("a", HELLO, fields={"prefix": f"{ROOT}/b".encode()})),
    sdist(pax({"path": LONG, "size": "5"}), Member(f"{ROOT}/z", HELLO)),
    sdist(long_name(LONG), Member(f"{ROOT}/z", HELLO, magic=GNU)),
    sdist(long_name(LONG, magic=POSIX), Member(f"{ROOT}/z", HELLO)),
    sdist(pax({"comment": "of a commit"}, b"g"), Member(f"{ROOT}/a", HELLO)),
    sdist(Member(f"{ROOT}/a", HELLO), Member(f"{ROOT}/a", HELLO)),
    sdist(Member(f"{ROOT}/d/a", kind=b"2", target="x/../../PKG-INFO")),
    sdist(Member(f"{ROOT}/a", kind=b"1", target=f"{ROOT}/PKG-INFO")),
    sdist(Member(f"{ROOT}/é", HELLO), Member(f"{ROOT}/a b", bytes(5000))),
    sdist(Member(f"{ROOT}/a", HELLO), end=b""),
    sdist(Member(f"{ROOT}/a", HELLO), end=bytes(512)),
    sdist(Member(f"{ROOT}/a", HELLO)) + bytes(1000),
    wheel(),
    wheel(end64={}),
    wheel(Entry("é".encode(), HELLO, flags=0x800), Entry(b"d/", b"")),
    wheel(Entry(b"a", HELLO, extra=zip64_extra(5, 5), central={"extra": b""})),
    wheel(Entry(b"a", HELLO, packed=BIG, size=BIG, extra=zip64_extra(5, 5))),
    wheel(Entry(b"a", HELLO, extra=extra(0x5455, b"\1" + bytes(4)))),
    wheel(Entry(b"example-1.0.data/purelib/b/c", HELLO, method=8)),
]
