"""Members of a wheel are found in the sdist, whatever folder they lie in there."""

import difflib
import io
import time
from types import SimpleNamespace

import pytest

from tests.builders import sdists, wheels
from warehouse.scanning.browsing import UNKNOWN, FileBrowser, difference
from warehouse.scanning.comparing import compare, is_made, pairs_of


@pytest.mark.parametrize("folder", ["", "src/", "lib/"])
def test_a_layout_is_understood(folder):
    wheel = ["x/__init__.py", "x/a.py", "x-1.0.dist-info/METADATA", "x/made.py"]
    sdist = [f"x-1.0/{folder}x/__init__.py", f"x-1.0/{folder}x/a.py", "x-1.0/PKG-INFO"]
    assert dict(pairs_of(wheel, sdist)) == dict(zip(wheel, sdist, strict=False))


def test_a_decoy_beside_the_source_is_not_what_a_wheel_is_compared_with():
    sdist = ["x-1.0/src/x/a.py", "x-1.0/src/x/b.py", "x-1.0/x/a.py"]
    assert dict(pairs_of(["x/a.py", "x/b.py"], sdist))["x/a.py"] == "x-1.0/src/x/a.py"


def test_data_of_a_wheel_is_compared_with_where_it_is_installed():
    found = dict(pairs_of(["x-1.0.data/purelib/x.pth"], ["x-1.0/x.pth"]))
    assert found == {"x-1.0.data/purelib/x.pth": "x-1.0/x.pth"}


def test_members_that_building_makes_are_expected():
    assert is_made("x-1.0.dist-info/RECORD")
    assert not is_made("x/RECORD")


class Stored:
    """A storage whose paths are the names of files."""

    def __init__(self, files):
        self.files = files

    def local_path(self, path):
        return path

    def open(self, path):
        return io.BytesIO(self.files[path])


@pytest.mark.parametrize(("seconds", "is_whole"), [(5, True), (0, False)])
def test_comparing_ends_when_its_time_is_up(seconds, is_whole):
    files = {"x-1.0-py3-none-any.whl": wheels.wheel(), "x-1.0.tar.gz": sdists.sdist()}
    wheel, sdist = (SimpleNamespace(filename=each, path=each) for each in files)
    compared = compare(FileBrowser(Stored(files)), wheel, sdist, seconds=seconds)
    assert compared.is_whole is is_whole


def test_a_difference_is_what_difflib_says_it_is():
    for before, after in (("a\nb\nc", "a\nc\nd"), ("", "a"), ("a", ""), ("a", "a")):
        expected = difflib.unified_diff(
            before.splitlines(), after.splitlines(), "x", "y", lineterm=""
        )
        assert difference(before, after, ("x", "y")) == list(expected)


def test_texts_that_take_too_long_are_only_said_to_differ():
    before = "\n".join(str(number % 99) for number in range(2950))
    after = "\n".join(str(number * 7 % 99) for number in range(2950))
    begun = time.monotonic()
    assert difference(before, after, until=begun + 0.1) == [UNKNOWN]
    assert time.monotonic() - begun < 2
