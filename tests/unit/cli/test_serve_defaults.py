"""What `warehouse serve` tells its processes that the environment does not."""

import pytest

from warehouse.cli.serve import with_defaults


@pytest.mark.parametrize(
    ("given", "names"),
    [({}, "any"), ({"WHEEL_NAMES": ""}, "any"), ({"WHEEL_NAMES": "pypi"}, "pypi")],
)
def test_an_index_can_be_filled_with_what_exists(given, names):
    assert with_defaults({**given, "PATH": "/bin"}) == {
        "WHEEL_NAMES": names,
        "DESCRIPTION_ERRORS": "accept",
        "PATH": "/bin",
    }
