"""Tarballs that should not be unpacked, and those that may."""

import gzip
import random
import tarfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import tars
from tests.builders.sdists import link, sdist, tarred
from tests.builders.tars import Member
from tests.builders.zips import Entry, archive
from warehouse.forklift.archives import opened_sdist
from warehouse.forklift.refusals import Refused

SEVERAL = "Several gzip members in one file; compress it in one piece"
FORMATS = [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT, tarfile.USTAR_FORMAT]


@pytest.fixture
def opened(tmp_path):
    def opened(data):
        path = tmp_path / "a.tar.gz"
        path.write_bytes(data)
        return opened_sdist(path)

    return opened


@pytest.fixture
def refusal_of(opened):
    def refusal_of(data):
        with pytest.raises(Refused) as caught:
            opened(data)
        refused = caught.value
        return refused.facts.get("problem", refused.reason.code)

    return refusal_of


def special(kind, **attributes):
    info = tarfile.TarInfo("special")
    info.type = kind
    for name, value in attributes.items():
        setattr(info, name, value)
    return info


def packed(contents, **options):
    return gzip.compress(tarred(contents, **options))


@pytest.mark.parametrize("format", FORMATS)
def test_an_sdist_is_read(opened, format):
    extra = {"src/deep/er/module.py": b"x" * 1000, "short": b""}
    found = opened(sdist(format=format, extra=extra))

    assert found.root == "example-1.0"
    assert found.pkg_info.startswith(b"Metadata-Version: 2.2")
    assert {f"example-1.0/{name}" for name in extra} <= found.files.keys()


@pytest.mark.parametrize("format", FORMATS[:2])
def test_long_names_are_put_together(opened, format):
    name = "/".join(["é" * 60] * 5)
    assert f"example-1.0/{name}" in opened(sdist(format=format, extra={name: b""})).files


@pytest.mark.parametrize(
    "extra",
    [
        {"a/up": link("../PKG-INFO"), "b": link("a/up")},
        {"x/y": b"", "src/a": b"", "l/m": link("../x/../src/a")},
        {"src/a": b"", "l/m": link("x/../../src/a")},
        {"a/b": link("../c"), "c": link("d")},
        {"a": link("./././b//c/")},
        {"a": b"1", "b": link("example-1.0/a", tarfile.LNKTYPE)},
    ],
)
def test_links_inside_are_fine(opened, extra):
    found = opened(sdist(extra=extra))
    assert {f"example-1.0/{name}" for name in extra} <= found.files.keys()


def test_links_are_followed_only_so_far(refusal_of):
    """Each of 4,000 leads through up to ten others, each of which has sixty parts."""
    ends = {n: "end" if n % 10 == 9 else f"{n + 1}" for n in range(4_000)}
    extra = {f"{n}": link("a/../" * 29 + end) for n, end in ends.items()}
    assert "is one of too many links to follow" in refusal_of(sdist(extra=extra))


@pytest.mark.parametrize(
    ("extra", "problem"),
    [
        ({"a": link("/etc/x")}, "is a link to '/etc/x', which is an absolute path"),
        ({"a": link("../other")}, "is a link to '../other', which leaves 'example-1.0'"),
        (
            {"a": link("../example-1.0/PKG-INFO")},
            "is a link to '../example-1.0/PKG-INFO', which leaves 'example-1.0'",
        ),
        ({"a": link("b"), "b": link("..")}, "is a link to 'b', which leaves 'example-1.0'"),
        ({"a": link("..\\x")}, "is a link to '..\\\\x', which has a backslash"),
        ({"a": link("C:/x")}, "is a link to 'C:/x', which has a drive letter"),
        ({"a": link("")}, "is a link to '', which is empty"),
        ({"a": link("a")}, "is a link to 'a', which leads through too many others"),
        (
            {"a": link("d/../x"), "d": link("e/f")},
            "is a link to 'd/../x', which has '..' behind another link",
        ),
        (
            {"a": link("D/../x"), "d": link("e/f")},
            "is a link to 'D/../x', which has '..' behind another link",
        ),
        (
            {"a": link("x", tarfile.LNKTYPE)},
            "is a hard link to 'x', which is no file before it",
        ),
        (
            {"a": link("x"), "b": link("example-1.0/a", tarfile.LNKTYPE)},
            "is a hard link to 'example-1.0/a', which is no file before it",
        ),
        ({"PKG-INFO": link("x")}, "is a link, and must be a file"),
        ({"a": link("."), "a/b": b""}, "lies below a link"),
        ({"../../a": b""}, "has '..' in its path"),
        ({"a//b": b""}, "has an empty or '.' part in its path"),
        ({"a\\b": b""}, "has a backslash in its name"),
        ({"a\tb": b""}, "has control characters in its name"),
        ({"a\x9bb": b""}, "has control characters in its name"),
        ({"x" * 256: b""}, "has a part in its path that is longer than 255 bytes"),
        (
            {"dev": special(tarfile.CHRTYPE)},
            "is neither a file, a directory nor a link",
        ),
        (
            {"dev": special(tarfile.FIFOTYPE)},
            "is neither a file, a directory nor a link",
        ),
        (
            {"s": special(tarfile.GNUTYPE_SPARSE)},
            "Sparse members are not allowed",
        ),
        (
            {"s": special(tarfile.REGTYPE, pax_headers={"GNU.sparse.major": "1"})},
            "Key 'GNU.sparse.major' is not allowed in a local pax header",
        ),
    ],
)
def test_members_that_reach_out_are_refused(refusal_of, extra, problem):
    assert refusal_of(sdist(extra=extra)) == problem


@pytest.mark.parametrize(
    ("contents", "problem"),
    [
        ({"/abs": b""}, "has an absolute path"),
        ({"C:/x/PKG-INFO": b""}, "has a drive letter in its path"),
        ({"a/PKG-INFO": b"", "b/x": b""}, "roots-not-one"),
        ({"PKG-INFO": b""}, "roots-not-one"),
        ({"./a/PKG-INFO": b""}, "has an empty or '.' part in its path"),
        ({}, "not-a-tar"),
    ],
)
def test_there_is_one_root(refusal_of, contents, problem):
    assert refusal_of(packed(contents)) == problem


def test_a_member_may_be_there_twice_if_it_is_the_same(opened, refusal_of):
    """Some releases of hatchling wrote them so, and every installer unpacks them."""
    one, other = Member(data=b"1"), Member(data=b"2")
    assert "example-1.0/a" in opened(tars.packed(one, one)).files
    different = "is there twice, and is not the same both times"
    assert refusal_of(tars.packed(one, other)) == different
    assert refusal_of(tars.packed(tars.pkg_info(), one, other)) == different


@pytest.mark.parametrize(
    ("kind", "target"), [(b"1", "example-1.0/PKG-INFO"), (b"2", "PKG-INFO")]
)
def test_links_are_there_once(refusal_of, kind, target):
    link = Member(kind=kind, target=target)
    for twice in ([link, link], [Member(), link]):
        assert refusal_of(tars.packed(*twice)).startswith("is there twice")


def test_a_bomb_is_refused(refusal_of):
    assert refusal_of(sdist(extra={"zeros": bytes(80_000_000)})) == "bomb"


def test_extension_headers_stay_small(refusal_of):
    info = tarfile.TarInfo("example-1.0/a")
    info.pax_headers = {"comment": "x" * 2_000_000}
    assert refusal_of(packed({"example-1.0/a": info})) == "Extension header too large"


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda data: b"", "not-a-tar"),
        (lambda data: b"text", "not-a-tar"),
        (lambda data: gzip.compress(b"text"), "not-a-tar"),
        (lambda data: data[:-10], "Truncated gzip stream"),
        (lambda data: data + b"more", "Trailing data after the gzip stream"),
        (lambda data: data + bytes(600) + b"x", "Trailing data after the gzip stream"),
        (lambda data: data + gzip.compress(b""), SEVERAL),
        (
            lambda data: (
                gzip.compress(gzip.decompress(data)[:700])
                + gzip.compress(gzip.decompress(data)[700:])
            ),
            SEVERAL,
        ),
        (lambda data: data + archive(Entry()), "zip-and-tar"),
        (lambda data: gzip.compress(gzip.decompress(data)[:1000]), "Truncated tar archive"),
        (lambda data: gzip.compress(gzip.decompress(data) + b"x"), "Trailing data"),
        (gzip.decompress, "not-a-tar"),
    ],
)
def test_nothing_is_missing_or_left_over(refusal_of, change, problem):
    assert refusal_of(change(sdist())) == problem


@pytest.mark.parametrize("end", [b"", bytes(512), bytes(10240)])
@pytest.mark.parametrize("padding", [b"", bytes(700), bytes(700_000)])
def test_zeros_at_the_end_are_neither_needed_nor_wrong(opened, end, padding):
    assert opened(tars.packed(Member(), end=end) + padding).root == "example-1.0"


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.tuples(st.integers(0, 6000), st.integers(0, 255)), max_size=5))
def test_a_changed_sdist_is_read_or_refused(tmp_path, changes):
    data = bytearray(gzip.decompress(sdist(extra={"é" * 70: random.randbytes(99)})))
    for place, value in changes:
        data[place % len(data)] = value
    path = tmp_path / "a.tar.gz"
    path.write_bytes(gzip.compress(bytes(data), 1))
    try:
        found = opened_sdist(path)
    except Refused:
        return
    with tarfile.open(path) as other:
        names = {info.name for info in other if not info.isdir()}
    assert names == found.files.keys()
