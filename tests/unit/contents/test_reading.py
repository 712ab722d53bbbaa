"""Reading members of files of strangers: in one pass, and within bounds."""

import gzip
import io
import tarfile
import tracemalloc
import zipfile

import pytest

from tests.builders.sdists import link, sdist, tarred
from tests.builders.wheels import wheel, zipped
from warehouse.contents.reading import (
    LARGEST,
    MOST_MEMBERS,
    can_be_browsed,
)
from warehouse.scanning.members import ArchiveUnreadable

WHEEL, SDIST = "example-1.0-py3-none-any.whl", "example-1.0.tar.gz"


def bomb(size):
    """A small tar.gz with a member of zeros before the one that is looked for."""
    target = io.BytesIO()
    with (
        gzip.GzipFile(fileobj=target, mode="wb", compresslevel=9) as packed,
        tarfile.open(fileobj=packed, mode="w|") as tar,
    ):
        info = tarfile.TarInfo("example-1.0/zeros")
        info.size = size
        tar.addfile(info, io.BytesIO(bytes(size)))
        tar.addfile(tarfile.TarInfo("example-1.0/behind"))
    return target.getvalue()


def by_number(name):
    last = name.rpartition("/")[2]
    return (int(last), name) if last.isdecimal() else None


def test_members_have_sizes_and_those_wanted_are_kept(reader, stored):
    found = reader.contents(stored(WHEEL, wheel()), lambda name: 6 * name.endswith(".py"))
    assert found.sizes["example/__init__.py"] == 12
    assert found.kept == {"example/__init__.py": b"answer"}
    assert found.text("example/__init__.py") == "answer"
    assert found.text("none") == ""
    assert found.is_whole


def test_of_members_with_the_same_name_the_first_is_meant(reader, stored):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("a", b"one")
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("a", b"twice")
    file = stored(WHEEL, target.getvalue())
    found = reader.contents(file)
    assert (found.sizes, found.repeated) == ({"a": 3}, {"a"})
    assert reader.member(file, "a", most=9).content == b"one"
    assert reader.foremost(file, lambda name: (0, name), most=9)[1].content == b"one"


def test_no_more_members_are_listed_than_a_page_can_bear(reader, stored):
    many = zipped({str(n): b"" for n in range(MOST_MEMBERS + 5)})
    found = reader.contents(stored(WHEEL, many))
    assert len(found.sizes) == MOST_MEMBERS
    assert not found.is_whole


def test_reading_ends_when_its_time_is_up(reader, stored):
    found = reader.contents(stored(WHEEL, wheel()), seconds=-1)
    assert (found.sizes, found.is_whole) == ({}, False)
    with pytest.raises(ArchiveUnreadable, match="takes too long"):
        reader.member(stored(WHEEL, wheel()), "none", most=9, seconds=-1)


def test_a_bomb_is_not_unpacked_for_what_lies_behind_it(reader, stored):
    file = stored(SDIST, bomb(LARGEST + 1))
    assert set(reader.contents(file).sizes) == {"example-1.0/zeros"}
    assert reader.member(file, "example-1.0/behind", most=9) is None
    tracemalloc.start()
    assert len(reader.member(file, "example-1.0/zeros", most=1000).content) == 1000
    assert tracemalloc.get_traced_memory()[1] < 8 * 1024 * 1024
    tracemalloc.stop()


def test_a_header_that_claims_gigabytes_is_not_believed(reader, stored):
    info = tarfile.TarInfo("./pax")
    info.type, info.size = tarfile.XHDTYPE, 2**32
    file = stored(SDIST, gzip.compress(info.tobuf() + bytes(10_000)))
    with pytest.raises(ArchiveUnreadable, match="is said to have"):
        reader.contents(file)


def test_of_many_that_are_looked_for_the_foremost_is_found(reader, stored):
    members = {f"example-1.0/{n:02}": bytes([n]) * 1_000_000 for n in reversed(range(30))}
    file = stored(SDIST, tarred({**members, "example-1.0/none": b""}))
    name, found = reader.foremost(file, by_number, most=500_000)
    assert name == "example-1.0/00"
    assert found.content == b"\0" * 500_000
    assert found.size == 1_000_000
    assert reader.foremost(file, lambda name: None, most=1) is None


def test_the_foremost_is_looked_for_as_long_as_there_is_time(reader, stored):
    file = stored(WHEEL, zipped({"2": b"second", "1": b"first"}))
    assert reader.foremost(file, by_number, most=9, seconds=-1)[0] == "2"


def test_links_lead_nowhere(reader, stored):
    extra = {"a": link("/etc/passwd"), "b": link("../../x", tarfile.LNKTYPE)}
    file = stored(SDIST, sdist(extra=extra))
    assert reader.member(file, "example-1.0/a", most=9) is None
    assert reader.member(file, "example-1.0/b", most=9) is None


@pytest.mark.parametrize("content", [b"", b"PK\3\4", b"\x1f\x8b\x08", b"BZh9", b"\xfd7zXZ"])
def test_other_files_are_unreadable(reader, stored, content):
    for name in (WHEEL, SDIST):
        with pytest.raises(ArchiveUnreadable):
            reader.contents(stored(name, content))


def test_a_tar_may_be_packed_otherwise_or_not_at_all(reader, stored):
    plain = tarred({"example-1.0/a": b"text"})
    assert reader.member(stored(SDIST, plain), "example-1.0/a", most=9).content == b"text"


def test_only_archives_that_we_can_read_are_offered():
    assert can_be_browsed(WHEEL)
    assert not can_be_browsed("example-1.0.exe")
