"""Entry points of stored distributions: read as installers do, whatever strangers wrote."""

import pytest

from warehouse.scanning.entry_points import EntryPoint, entry_points_in

SAID = """\
# A comment
[console_scripts]
Eggs = eggs.cli : main [extra]
eggs = eggs.other:main
eggs = eggs:last

[pytest11]
a:b = eggs.plugin
c = 50%(x)s
[console_scripts]
more = eggs:more
"""


def test_entry_points_have_a_group_a_name_and_a_module():
    found = entry_points_in(SAID)
    assert found[0] == EntryPoint("console_scripts", "Eggs", "eggs.cli : main [extra]")
    assert [each.name for each in found] == ["Eggs", "eggs", "more", "a:b", "c"]
    assert [each.module for each in found[:4]] == [
        "eggs.cli",
        "eggs",
        "eggs",
        "eggs.plugin",
    ]


@pytest.mark.parametrize(
    "text", ["", "no section", "[a]\nno value", "[[", "\0[", "[]\na=b"]
)
def test_a_file_that_makes_no_sense_has_none(text):
    assert entry_points_in(text) == []


def test_defaults_are_a_group_like_any_other():
    [found] = entry_points_in("[a]\n[DEFAULT]\nx = y\n")
    assert found == ("DEFAULT", "x", "y")
