"""A distribution in words, as the files in it say, also where they lie."""

import pytest

from tests.builders.sdists import sdist
from tests.builders.wheels import wheel
from warehouse.contents.summaries import summary_of, wanted

WHEEL, SDIST = "example-1.0-py3-none-any.whl", "example-1.0.tar.gz"
INFO = "example-1.0.dist-info"


@pytest.fixture
def of_wheel(reader, stored):
    def of_wheel(**options):
        contents = reader.contents(stored(WHEEL, wheel(**options)), wanted)
        return summary_of(contents, is_sdist=False)

    return of_wheel


@pytest.fixture
def of_sdist(reader, stored):
    def of_sdist(project):
        contents = reader.contents(
            stored(SDIST, sdist(extra={"pyproject.toml": project})), wanted
        )
        return summary_of(contents, is_sdist=True)

    return of_sdist


def test_a_record_agrees_or_says_what_does_not(of_wheel):
    assert of_wheel().record.agrees
    lying = b"example/__init__.py,,\nnot/there.py,,\n"
    record = of_wheel(record_file=lying).record
    assert record.missing == ["not/there.py"]
    assert f"{INFO}/METADATA" in record.unlisted
    assert f"{INFO}/RECORD" not in record.unlisted


def test_a_record_that_cannot_be_read_lists_nothing(of_wheel):
    assert of_wheel(record_file=b'"a\0b' + b"x" * 200_000).record.count == 0


def test_a_record_too_long_to_be_read_is_not_judged(of_wheel):
    assert of_wheel(record_file=b"a,,\n" * 600_000).record is None


def test_entry_points_that_cannot_be_read_are_none(of_wheel):
    summary = of_wheel(extra={f"{INFO}/entry_points.txt": b"no section\n"})
    assert summary.commands == summary.entry_points == []


def test_licenses_and_bills_are_listed(of_wheel):
    bill = f"{INFO}/sboms/a.json"
    extra = {f"{INFO}/licenses/COPYING.txt": b"", bill: b"{}", "example/license.py": b""}
    summary = of_wheel(extra=extra)
    assert summary.licenses == [f"{INFO}/licenses/COPYING.txt"]
    assert summary.sboms == [bill]


def test_an_sdist_says_how_it_is_built(of_sdist):
    summary = of_sdist(b'[build-system]\nrequires = ["x", 1]\nbuild-backend = "b\\u202e"\n')
    assert summary.said["build-requires"] == "x"
    assert summary.said["build-backend"] == "b[U+202E]"


@pytest.mark.parametrize(
    "project", [b"[", b"build-system = 1", b"[build-system]\nrequires=1"]
)
def test_nonsense_is_left_out(of_sdist, project):
    assert "build-requires" not in of_sdist(project).said
