"""Requirements are read, those that strangers made to do harm among them."""

import pytest

from warehouse.packaging.markers import Comparison, Every, Some
from warehouse.packaging.requirements import grouped, needed
from warehouse.packaging.resolving import PYTHONS, USUAL, System, Target

OLD = Comparison("python_version", "<", "3.11")
WINDOWS = Comparison("sys_platform", "==", "win32")


@pytest.mark.parametrize(
    ("text", "extras", "condition"),
    [
        ("a", (), None),
        ("a; extra == 'X_y'", ("x-y",), None),
        ("a; 'x' == extra", ("x",), None),
        ("a; extra == 'x' or extra == 'y'", ("x", "y"), None),
        ("a; python_version < '3.11'", (), OLD),
        ("a; '3.11' > python_version", (), OLD),
        ("a; python_version < '3.11' and extra == 'x'", ("x",), OLD),
        (
            "a; (python_version < '3.11' or sys_platform == 'win32') and extra == 'x'",
            ("x",),
            Some((OLD, WINDOWS)),
        ),
        (
            "a; (extra == 'x' and python_version < '3.11') and sys_platform == 'win32'",
            ("x",),
            Every((OLD, WINDOWS)),
        ),
        ("a; extra == ''", (), Comparison("extra", "==", "")),
        ("a; 'linux' in sys_platform", (), None),
    ],
)
def test_extras_are_told_from_the_rest_of_a_condition(text, extras, condition):
    found = needed(text)
    assert found.name == "a"
    assert (found.extras, found.condition) == (extras, condition)


def test_a_condition_that_holds_without_an_extra_is_no_option():
    found = needed("a; python_version < '3.11' or extra == 'x'")
    assert not found.is_optional
    assert found.condition == Some((OLD, Comparison("extra", "==", "x")))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not a (requirement",
        "zope.interface (>=3",
        "a; " + "(" * 5_000 + "os_name == 'nt'" + ")" * 5_000,
        "a; " + "(" * 60 + "os_name == 'nt'" + ")" * 60,
        "a==" + "9" * 5_000,
        "a; " + " or ".join(["extra == 'x'"] * 500),
    ],
)
def test_a_requirement_that_cannot_be_read_is_only_its_text(text):
    found = needed(text)
    assert (found.text, found.name, found.is_from_here) == (text, "", False)
    assert found.normalized_name == ""


@pytest.mark.parametrize(
    "marker",
    [
        "(" * 40 + "os_name == 'nt'" + ")" * 40,
        " and ".join(["os_name == 'nt'"] * 90),
        "os_name == '' or " * 101 + "os_name == ''",
        "(os_name == '' and (os_name == 'a' or " * 12 + "os_name == ''" + "))" * 12,
        "extra in 'a, b'",
        "os_name == 'it\"s'",
    ],
)
def test_every_marker_that_is_read_can_be_shown_and_evaluated(marker):
    found = needed(f"a; {marker}")
    assert found.name == "a"
    assert str(found.marker)
    assert found.is_wanted(USUAL.environment, ()) in {True, False}


def test_a_condition_that_is_too_large_or_too_deep_has_no_tree():
    for marker in (
        "os_name == '' or " * 101 + "os_name == ''",
        "(os_name == '' and (os_name == 'a' or " * 12 + "os_name == ''" + "))" * 12,
    ):
        found = needed(f"a; {marker}")
        assert found.marker is not None
        assert found.condition is None


def test_a_comparison_that_cannot_be_made_counts():
    found = needed("a; os_name ~= 'frog'")
    assert found.is_wanted(USUAL.environment, ())


def test_targets_are_asked_with_every_variable():
    text = "a; {} and python_version >= '3.12'"
    on = [System.LINUX, System.MACOS, System.WINDOWS]
    says = {
        "sys_platform == 'win32'": [False, False, True],
        "platform_system == 'Darwin'": [False, True, False],
        "os_name == 'posix'": [True, True, False],
        "implementation_name == 'cpython'": [True, True, True],
        "platform_release == ''": [True, True, True],
    }
    for marker, wanted in says.items():
        asked = needed(text.format(marker))
        found = [asked.is_wanted(Target("3.12", each).environment, ()) for each in on]
        assert found == wanted, marker
        old = Target(PYTHONS[-1], System.LINUX)
        assert not asked.is_wanted(old.environment, ())


def test_an_extra_brings_what_it_names():
    asked = needed("a; extra == 'x'")
    assert asked.is_wanted(USUAL.environment, ("y", "x"))
    assert not asked.is_wanted(USUAL.environment, ("y",))
    assert not asked.is_wanted(USUAL.environment, ())


def test_versions_are_taken_or_not_or_nobody_knows():
    asked = needed("a>=1,<2")
    assert [asked.takes(each) for each in ("1.5", "2.0", "1.5rc1", "old one")] == [
        *(True, False, True, None)
    ]


@pytest.mark.parametrize(
    ("text", "is_pinned"),
    [("a==1", True), ("a===1", True), ("a==1.*", False), ("a~=1.0", False), ("a", False)],
)
def test_one_version_only_is_pinned(text, is_pinned):
    assert needed(text).is_pinned is is_pinned


def test_groups_are_counted_once_and_named_by_extra():
    texts = ("b", "A", "c; extra == 'y' or extra == 'x'", "d; extra == 'x'")
    found = grouped(map(needed, texts))
    assert [each.name for each in found.required] == ["A", "b"]
    assert found.optional == 2
    assert {key: [each.name for each in one] for key, one in found.by_extra.items()} == {
        "x": ["c", "d"],
        "y": ["c"],
    }
    assert list(found.by_extra) == ["x", "y"]
