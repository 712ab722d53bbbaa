"""Members of a wheel are found in the sdist, whatever folder they lie in there."""

import pytest

from warehouse.scanning.comparing import is_made, pairs_of


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


def test_what_building_makes_is_expected():
    assert is_made("x-1.0.dist-info/RECORD")
    assert not is_made("x/RECORD")
