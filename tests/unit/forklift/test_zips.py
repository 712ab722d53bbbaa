"""ZIPs that two readers could read in two ways."""

import io
import zipfile
import zlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders.wheels import wheel
from tests.builders.zips import Entry, archive, extra, zip64_extra
from warehouse.forklift.archives import opened_wheel
from warehouse.forklift.archives.unzipping import read, unpacked
from warehouse.forklift.archives.zips import walk
from warehouse.forklift.refusals import Reason, Refused

BIG = 0xFFFFFFFF
VERSIONED = "Filename with a version number as on VMS, which some readers cut off"
OTHER_SIZES = "ZIP64 extra field with other sizes than the header"
LOCATOR = b"PK\x06\x07" + bytes(16)


@pytest.fixture
def problem_of(tmp_path):
    def problem_of(data):
        path = tmp_path / "a.zip"
        path.write_bytes(data)
        try:
            walk(path)
        except Refused as refused:
            return refused.facts.get("problem", refused.reason.code)
        return None

    return problem_of


def two():
    return Entry(b"a", b"one"), Entry(b"b", b"two" * 50, method=8)


@pytest.mark.parametrize(
    "data",
    [
        archive(),
        archive(*two()),
        archive(*two(), comment=b"made by hand"),
        archive(*two(), end64={}),
        archive(*two(), end64={}, count=0xFFFF, size=BIG, offset=BIG),
        archive(Entry("é".encode(), flags=0x800)),
        archive(Entry(packed=BIG, size=BIG, extra=zip64_extra(5, 5))),
        archive(Entry(packed=5, size=BIG, extra=zip64_extra(5))),
        archive(Entry(extra=zip64_extra(5, 5), central={"extra": b""})),
        archive(Entry(extra=zip64_extra())),
        archive(Entry(extra=extra(0x5455, b"12345"))),
        wheel(),
    ],
)
def test_ordinary_archives_are_walked(problem_of, data):
    assert problem_of(data) is None


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "Malformed zip file"),
        (archive(*two(), before=b"junk"), "Unknown record signature"),
        (archive(*two(), between=b"junk"), "Unknown record signature"),
        (archive(*two(), after=b"junk"), "Trailing data"),
        (archive(*two(), after=archive(*two())), "Trailing data"),
        (archive(*two())[:-5], "Malformed zip file"),
        (archive(*two())[:40], "Malformed zip file"),
        (archive(Entry(b"a"), Entry(b"a")), "Duplicate filename in local headers"),
        (archive(*two(), listed=two()[:1]), "Filename not in central directory"),
        (
            archive(Entry(central={"name": b"b"})),
            "Missing filename in local headers",
        ),
        (
            archive((one := Entry(b"a")), listed=(one, one)),
            "Duplicate filename in central directory",
        ),
        (archive(Entry(central={"packed": 4})), "Mis-matched data size"),
        (archive(Entry(central={"size": 4})), "Mis-matched file size"),
        (archive(Entry(central={"crc": 4})), "Mis-matched method or checksum"),
        (archive(Entry(central={"method": 8})), "Mis-matched method or checksum"),
        (archive(Entry(central={"offset": 1})), "Mis-matched offset"),
        (archive(Entry(flags=8)), "ZIP contains a data descriptor"),
        (archive(Entry(central={"flags": 8})), "ZIP contains a data descriptor"),
        (archive(Entry(flags=1)), "Encrypted member"),
        (archive(Entry(flags=0x20)), "Member with unknown flags 0x0020"),
        (archive(Entry(flags=0x8000)), "Member with unknown flags 0x8000"),
        (archive(Entry(central={"dos": 0x10})), "File that is marked as a directory"),
        (archive(Entry(b"a\x00b")), "Invalid character in filename"),
        (archive(Entry(b"a\x7fb")), "Invalid character in filename"),
        (archive(Entry(b"\xff")), "Filename not unicode"),
        (archive(Entry(b"a;")), VERSIONED),
        (archive(Entry(b"b/a;12")), VERSIONED),
        (archive(Entry(version=47)), "Member needs an unknown version of ZIP"),
        (archive(Entry("é".encode())), "Filename not marked as unicode"),
        (archive(Entry(b"a" * 5000)), "Filename too long"),
        (archive(Entry(central={"comment": b"hi"})), "Comment in central directory"),
        (archive(Entry(central={"disk": 1})), "Member on another disk"),
        (archive(*two(), count=1), "Mis-matched central directory count"),
        (archive(*two(), here=1), "Mis-matched counts in end of central directory"),
        (archive(*two(), size=1), "Mis-matched central directory size"),
        (archive(*two(), offset=1), "Mis-matched central directory offset"),
        (archive(*two(), comment=archive()), "Record in the archive's comment"),
        (
            archive(*two(), end64={"length": 45, "more": b"x"}),
            "ZIP64 extensible data not allowed",
        ),
        (archive(*two(), end64={"locator": False}), "ZIP64 end without locator"),
        (archive(*two(), end64={"pointer": 0}), "Mis-matched ZIP64 locator"),
        (
            archive(*two(), end64={}, size=7),
            "Mis-matched ZIP64 end of central directory",
        ),
        (
            archive(Entry(central={"extra": extra(0xCAFE, LOCATOR)})),
            "Hidden ZIP64 locator",
        ),
    ],
)
def test_framing_is_strict(problem_of, data, problem):
    assert problem_of(data) == problem


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        (Entry(extra=b"\x01"), "Malformed extra field"),
        (Entry(extra=extra(0x6C78, b"\5\0\0\0")), "Extra field 0x6c78 is not allowed"),
        (Entry(extra=extra(0x756E, bytes(14))), "Extra field 0x756e is not allowed"),
        (Entry(extra=extra(0xCAFE, b"") * 2), "Duplicate extra field"),
        (Entry(extra=extra(0xCAFE, b"12")[:-1]), "Malformed extra field"),
        (Entry(extra=zip64_extra() * 2), "Duplicate extra field"),
        (Entry(extra=extra(1, b"123")), "Malformed ZIP64 extra field"),
        (Entry(size=BIG, extra=zip64_extra()), "Malformed ZIP64 extra field"),
        (Entry(packed=BIG, size=BIG), "Missing ZIP64 extra field"),
        (Entry(extra=zip64_extra(5, 6)), OTHER_SIZES),
        (Entry(extra=zip64_extra(6)), OTHER_SIZES),
        (Entry(extra=zip64_extra(5, 5, 0)), OTHER_SIZES),
        (Entry(extra=zip64_extra(5, 5)), "Malformed ZIP64 extra field"),
        (Entry(size=BIG, extra=zip64_extra(5, 5)), "Malformed ZIP64 extra field"),
        (Entry(packed=BIG, size=BIG, extra=zip64_extra(5)), "Malformed ZIP64 extra field"),
        (Entry(extra=extra(0x7075, b"\x01")), "Malformed Unicode path extra field"),
        (
            Entry(extra=extra(0x7075, b"\x01\0\0\0\0b.txt")),
            "Unicode path is another filename",
        ),
        (Entry(extra=extra(0x7075, b"\x01\0\0\0\0\xff")), "Filename not unicode"),
    ],
)
def test_extra_fields_are_strict(problem_of, entry, problem):
    assert problem_of(archive(entry)) == problem


def test_unknown_compression_is_refused(problem_of):
    assert problem_of(archive(Entry(method=12))) == "has an unsupported compression type"


def test_a_bomb_is_refused_before_it_is_unpacked(problem_of):
    assert problem_of(archive(Entry(data=bytes(70_000_000), method=8))) == "bomb"
    declared = Entry(size=1 << 31, central={"size": 1 << 31})
    assert problem_of(archive(declared)) == "bomb"


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        (Entry(crc=1), "does not match its checksum"),
        (Entry(data=b"x" * 99, method=8, size=5), "is larger than its header says"),
        (Entry(data=b"x" * 99, method=8, size=100), "is smaller than its header says"),
        (Entry(size=4), "is stored, but has two sizes"),
        (Entry(data=b"x", method=8, size=0, crc=0), "is larger than its header says"),
    ],
)
def test_members_are_what_their_headers_say(tmp_path, entry, problem):
    path = tmp_path / "a.zip"
    path.write_bytes(archive(entry))
    found = walk(path)

    with pytest.raises(Refused) as caught:
        read(found, "a.txt")

    assert caught.value.facts["problem"] == problem


class Padded(Entry):
    @property
    def body(self):
        return super().body + b"hidden"


class Garbled(Entry):
    @property
    def body(self):
        return b"\xff" * 10


class CutOff(Entry):
    @property
    def body(self):
        return super().body[:-1]


@pytest.mark.parametrize(
    ("kind", "problem"),
    [
        (Padded, "has data after its end"),
        (Garbled, "cannot be decompressed"),
        (CutOff, "is cut off"),
    ],
)
def test_compressed_data_ends_where_it_says(tmp_path, kind, problem):
    path = tmp_path / "a.zip"
    path.write_bytes(archive(kind(data=b"hello" * 99, method=8)))

    with pytest.raises(Refused) as caught:
        read(walk(path), "a.txt")

    assert caught.value.facts["problem"] == problem


@pytest.mark.parametrize(
    "data",
    [
        archive(*two(), end64={}),
        archive(*two(), end64={}, count=0xFFFF, size=BIG, offset=BIG),
        archive(*two(), comment=b"made by hand"),
        archive(),
    ],
)
def test_zips_are_told_from_other_files(tmp_path, data):
    path = tmp_path / "a.whl"
    path.write_bytes(data)
    assert opened_wheel(path).size == len(data)


def test_a_zip_that_is_a_tar_too_is_refused(tmp_path):
    path = tmp_path / "a.whl"
    data = bytearray(archive(Entry(b"0" * 100, bytes(600))))
    checksum = sum(data[:148]) + 8 * 32 + sum(data[156:512])
    data[148:156] = b"%06o\0 " % checksum
    path.write_bytes(data)

    with pytest.raises(Refused) as caught:
        opened_wheel(path)

    assert caught.value.reason is Reason.ZIP_AND_TAR


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 255)), min_size=1, max_size=4),
    st.integers(0, 2000),
)
def test_a_changed_wheel_is_walked_or_refused(tmp_path, changes, cut):
    data = bytearray(wheel())
    for place, value in changes:
        data[place % len(data)] = value
    data = data[:-cut] if 0 < cut < 20 else data
    path = tmp_path / "a.whl"
    path.write_bytes(data)
    try:
        found = opened_wheel(path)
        with path.open("rb") as file:
            for member in found.members.values():
                assert sum(map(len, unpacked(file, member))) == member.size
    except Refused:
        return
    with zipfile.ZipFile(io.BytesIO(data)) as other:
        assert set(other.namelist()) == set(found.members)
        for name, member in found.members.items():
            assert zlib.crc32(other.read(name)) == member.crc
