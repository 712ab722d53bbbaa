"""Tarballs that should not be unpacked, and those that may."""

import gzip
import io
import random
import tarfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders.sdists import link, sdist, tarred
from tests.builders.zips import Entry, archive
from warehouse.forklift.archives import opened_sdist
from warehouse.forklift.refusals import Refused

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
    assert {f"example-1.0/{name}" for name in extra} <= found.files


@pytest.mark.parametrize("format", FORMATS[:2])
def test_long_names_are_put_together(opened, format):
    name = "/".join(["é" * 60] * 5)
    assert f"example-1.0/{name}" in opened(sdist(format=format, extra={name: b""})).files


def test_links_inside_are_fine(opened):
    found = opened(sdist(extra={"a/up": link("../PKG-INFO"), "b": link("a/up")}))
    assert "example-1.0/a/up" in found.files


@pytest.mark.parametrize(
    ("extra", "problem"),
    [
        ({"a": link("/etc/passwd")}, "is a link that points outside the archive"),
        ({"a": link("../other")}, "is a link that points outside the archive"),
        ({"a": link("..\\x")}, "is a link that points outside the archive"),
        ({"a": link("C:/x")}, "is a link that points outside the archive"),
        ({"a": link("b/..")}, "is a link that points outside the archive"),
        ({"a": link("x", tarfile.LNKTYPE)}, "is a link that points outside the archive"),
        ({"a": link("."), "a/b": b""}, "lies below a link"),
        ({"../../a": b""}, "has '..' in its path"),
        ({"a//b": b""}, "has an empty or '.' part in its path"),
        ({"a\\b": b""}, "has a backslash in its name"),
        ({"a\tb": b""}, "has control characters in its name"),
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
            "Sparse members are not allowed",
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


def test_a_member_is_there_once(refusal_of):
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w") as tar:
        for _ in range(2):
            tar.addfile(tarfile.TarInfo("a/b"))
    assert refusal_of(gzip.compress(target.getvalue())) == "is there twice"


def test_a_bomb_is_refused(refusal_of):
    assert refusal_of(sdist(extra={"zeros": bytes(80_000_000)})) == "bomb"


def test_extension_headers_stay_small(refusal_of):
    info = tarfile.TarInfo("example-1.0/a")
    info.pax_headers = {"comment": "x" * 2_000_000}
    assert refusal_of(packed({"example-1.0/a": info})) == "Extension header too large"


@pytest.mark.parametrize(
    ("headers", "problem"),
    [
        ({"size": "-5"}, "Size is not a number"),
        ({"hdrcharset": "EBCDIC"}, "Unknown character set"),
        ({"path": "/etc/passwd"}, "has an absolute path"),
    ],
)
def test_pax_records_are_not_believed(refusal_of, headers, problem):
    assert refusal_of(sdist(extra={"a": special(b"0", pax_headers=headers)})) == problem


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda data: b"", "not-a-tar"),
        (lambda data: b"text", "not-a-tar"),
        (lambda data: gzip.compress(b"text"), "not-a-tar"),
        (lambda data: data[:-10], "Truncated gzip stream"),
        (lambda data: data + b"more", "Trailing data"),
        (lambda data: data + archive(Entry()), "zip-and-tar"),
        (lambda data: gzip.compress(gzip.decompress(data)[:1000]), "Truncated tar archive"),
        (lambda data: gzip.compress(gzip.decompress(data) + b"x"), "Trailing data"),
        (gzip.decompress, "not-a-tar"),
    ],
)
def test_nothing_is_missing_or_left_over(refusal_of, change, problem):
    assert refusal_of(change(sdist())) == problem


def test_several_gzip_members_are_one_archive(opened):
    data = gzip.decompress(sdist())
    halves = gzip.compress(data[:700]) + gzip.compress(data[700:])
    assert opened(halves).root == "example-1.0"


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
    assert names == found.files
