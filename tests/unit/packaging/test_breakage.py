"""Requirements break when nothing meets them any more."""

import pytest

from warehouse.packaging.breakage import broken_requirement


@pytest.mark.parametrize(
    ("requirement", "lost", "left", "by_yank", "by_deletion"),
    [
        ("eggs", ["1.0"], [], True, True),
        ("eggs", ["1.0"], ["0.9"], False, False),
        ("eggs>=1", ["1.0"], ["0.9"], True, True),
        ("Eggs[x]>=1; python_version>'3'", ["1.0"], ["0.9"], True, True),
        ("eggs<1", ["1.0"], [], False, False),
        ("eggs==1.0", ["1.0"], ["1.1"], False, True),
        ("eggs===1.0", ["1.0"], ["1.1"], False, True),
        ("eggs==1.*", ["1.0"], ["2.0"], True, True),
        ("eggs>=1", ["1.0"], ["2.0rc1"], False, False),
        ("eggs @ https://example.org/eggs.zip", ["1.0"], [], False, False),
        ("spam", ["1.0"], [], False, False),
        ("eggs ~= nonsense (", ["1.0"], [], False, False),
        ("eggs", ["not-a-version"], [], False, False),
    ],
)
def test_requirements_break(requirement, lost, left, by_yank, by_deletion):
    for is_yank, breaks in ((True, by_yank), (False, by_deletion)):
        found = broken_requirement(
            ["other>1", requirement], "eggs", lost=lost, left=left, is_yank=is_yank
        )
        assert found == (requirement if breaks else None)
