"""Headers of tars about which readers would not agree, and those about which they do."""

import pytest

from tests.builders import tars
from tests.builders.tars import GNU, POSIX, V7, Member, long_name, packed, pax
from warehouse.forklift.archives import opened_sdist
from warehouse.forklift.refusals import Refused

MAGIC = "Unknown magic"
PREFIX = "Header with a prefix that its format does not have"
NAME = "example-1.0/a"


@pytest.fixture
def problem_of(tmp_path):
    """Return the problem of an sdist of these members, if there is one."""

    def problem_of(*members):
        path = tmp_path / "a.tar.gz"
        path.write_bytes(packed(*members))
        try:
            opened_sdist(path)
        except Refused as refused:
            return refused.facts.get("problem", refused.reason.code)
        return None

    return problem_of


@pytest.mark.parametrize(
    "members",
    [
        [Member()],
        [Member("a", fields={"prefix": b"example-1.0"})],
        [Member(magic=GNU)],
        [Member(magic=V7, kind=b"\0")],
        [Member("example-1.0/d/", magic=V7, kind=b"\0")],
        [Member("example-1.0/d/", magic=GNU, kind=b"\0")],
        [Member("example-1.0/d/", kind=b"5"), Member("example-1.0/d/a")],
        [long_name(f"example-1.0/{'x' * 200}"), Member(magic=GNU)],
        [long_name("x" * 200, b"K"), long_name(NAME), Member(magic=GNU, kind=b"2")],
        [pax({"path": "example-1.0/é", "size": "0", "mtime": "1.5"}), Member()],
        [pax({"comment": "a commit"}, b"g"), pax({}), Member()],
        [pax({"SCHILY.xattr.user.x": b"\xff\0", "LIBARCHIVE.xattr.y": "A="}), Member()],
        [Member(fields={"uid": b"\x80" + bytes(6) + b"\1"})],
        [Member(fields={"mode": b"  644 \0", "mtime": b"0", "minor": b"000000 \0"})],
    ],
)
def test_headers_that_all_readers_know(problem_of, members):
    assert problem_of(*members) is None


@pytest.mark.parametrize(
    ("member", "problem"),
    [
        *[(Member(magic=m), MAGIC) for m in (b"ustar\x0001", b"ustar   ", b"x" * 8)],
        (Member(magic=b"ustar\0\0\0"), MAGIC),
        (Member(magic=GNU, fields={"prefix": b"example-1.0/evil"}), PREFIX),
        (Member(magic=GNU, fields={"rest": b"\1"}), PREFIX),
        (Member(magic=V7, fields={"prefix": b"x"}), "Header without a magic"),
        (Member(magic=V7, fields={"uname": b"x"}), "Header without a magic"),
        (Member("example-1.0/d/"), "is no directory, but has '/' at the end"),
        (Member("example-1.0/d/", kind=b"\0"), "is no directory, but has '/' at the end"),
        (Member(kind=b"7"), "is neither a file, a directory nor a link"),
        (Member(kind=b"X"), "is neither a file, a directory nor a link"),
        (Member(kind=b"V", magic=GNU), "is neither a file, a directory nor a link"),
        (Member(kind=b"5", data=b"x"), "Directory with content"),
        (Member(kind=b"2", data=b"x", target="PKG-INFO"), "Link with content"),
        (Member(fields={"size": b"+0"}), "Malformed size"),
        (Member(fields={"size": b"\0000000000000"}), "Malformed size"),
        (Member(fields={"size": b"0_1"}), "Malformed size"),
        (Member(fields={"size": b"0\x005"}), "Malformed size"),
        (Member(fields={"mtime": b"1\x00371573000"}), "Malformed time"),
        (Member(fields={"size": b"\xff" * 12}), "Negative size"),
        (Member(fields={"mode": b"rw-r--r--"}), "Malformed mode"),
        (Member(fields={"mtime": b"-1"}), "Malformed time"),
        (Member(fields={"mtime": b"\x80" + b"\xff" * 11}), "Time in header is too far"),
        (Member(fields={"minor": b"x"}), "Malformed device"),
        (Member(fields={"checksum": b"0000000\0"}), "Bad header checksum"),
        (Member(fields={"name": b"example-1.0/\xff"}), "Filename not unicode"),
    ],
)
def test_headers_that_readers_differ_about(problem_of, member, problem):
    assert problem_of(member).startswith(problem)


@pytest.mark.parametrize("scope", ["global", "local"])
@pytest.mark.parametrize(
    "key",
    [
        *["GNU.sparse.name", "GNU.sparse.realsize", "GNU.sparse.size", "GNU.sparse.map"],
        *["GNU.sparse.major", "GNU.sparse.offset", "GNU.volume.filename", "GNU.dumpdir"],
        *["SCHILY.realsize", "SCHILY.filetype", "SCHILY.offset", "SUN.holesdata"],
        *["hdrcharset", "charset", "size ", "Path", "path\0", "realtime.x", "x", ""],
        *["gnu.sparse.name", "SCHILY", "LIBARCHIVE.symlinktype"],
    ],
)
def test_only_keys_about_which_all_agree(problem_of, scope, key):
    header = pax({key: "1"}, b"g" if scope == "global" else b"x")
    said = f"Key {key!r} is not allowed in a {scope} pax header"
    assert problem_of(header, Member()) == said


@pytest.mark.parametrize("key", ["path", "linkpath", "size"])
def test_a_global_pax_header_may_not_name_a_path_or_size(problem_of, key):
    said = f"Key {key!r} is not allowed in a global pax header"
    assert problem_of(pax({key: "1"}, b"g"), Member()) == said


@pytest.mark.parametrize(
    ("header", "problem"),
    [
        (pax({"size": "-5"}), "Malformed value for 'size' in a pax header"),
        (pax({"size": "٣"}), "Malformed value for 'size' in a pax header"),
        (pax({"mtime": "nan"}), "Malformed value for 'mtime' in a pax header"),
        (pax({"mtime": "1e400"}), "Malformed value for 'mtime' in a pax header"),
        (pax({"uid": "1_0"}), "Malformed value for 'uid' in a pax header"),
        (pax({"path": ""}), "has no name"),
        (pax({"path": "/etc/passwd"}), "has an absolute path"),
        (pax({"path": "example-1.0/a\0b"}), "Malformed value for 'path' in a pax header"),
        (pax({"path": "example-1.0/d/"}), "is no directory, but has '/' at the end"),
        (pax({"path": b"\xff"}), "Value for 'path' in a pax header not unicode"),
        (pax({"path": "x" * 5000}), "Filename too long"),
        (pax({"comment": "x\n20 path=evil"}), "Newline in a pax header's value"),
        (pax(tars.record("path", "a") * 2), "Two values for 'path' in one pax header"),
        (pax(b"9 path=a\n\0"), "Malformed pax header"),
        (pax(b"99 path=a\n"), "Malformed pax header"),
        (pax(b"8 path=a"), "Malformed pax header"),
        (pax(b"-9 path=a\n"), "Malformed pax header"),
        (pax(b"9 patha=\n"), "Key 'patha' is not allowed"),
        (pax({"size": "5000"}), "Truncated tar archive"),
        (pax({"comment": "x"}, magic=V7), "Extension header without a magic"),
    ],
)
def test_records_of_pax_are_not_believed(problem_of, header, problem):
    assert problem_of(Member("example-1.0/b"), header, Member()).startswith(problem)


@pytest.mark.parametrize(
    "headers",
    [
        [pax({"comment": "1"}), pax({"path": NAME})],
        [long_name(NAME), long_name(NAME)],
        [long_name(NAME), pax({"comment": "1"})],
        [pax({"size": "0"}), long_name(NAME)],
        [long_name(NAME), pax({"comment": "1"}, b"g")],
    ],
)
def test_one_extension_for_each_member(problem_of, headers):
    assert problem_of(*headers, Member()) == "Two extension headers for one member"


@pytest.mark.parametrize(
    ("header", "problem"),
    [
        (Member(data=b"example-1.0/a\0\0", kind=b"L", magic=GNU), "Long name with a NUL"),
        (Member(data=b"x\0y\0", kind=b"L", magic=GNU), "Long name with a NUL in it"),
        (long_name("x" * 5000), "Filename too long"),
        (long_name("x", magic=V7), "Extension header without a magic"),
    ],
)
def test_long_names_of_gnu(problem_of, header, problem):
    assert problem_of(header, Member(magic=GNU)).startswith(problem)


@pytest.mark.parametrize("header", [pax({}), pax({}, b"g"), long_name(NAME)])
def test_an_extension_belongs_to_a_member(problem_of, header):
    assert problem_of(header) == "Extension header without a member"


def test_a_size_of_pax_counts(problem_of):
    header = pax({"size": "3"})
    assert problem_of(header, Member(data=b"123", magic=POSIX)) is None
    lying = Member(data=b"123", fields={"size": b"00000000002"})
    assert problem_of(header, lying) == "Two sizes for one member"
