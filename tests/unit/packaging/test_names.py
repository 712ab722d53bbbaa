"""Names: which are valid, and when two are one."""

import pytest

from warehouse.packaging.names import is_valid_name, normalize, ultranormalize


@pytest.mark.parametrize("name", ["a", "A1", "a.b", "a-_.b", "0", "zope.interface"])
def test_valid_names_are_accepted(name):
    assert is_valid_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "-a",
        "a-",
        "_a",
        "a.",
        "a b",
        "a\n",
        "a\n\n",
        "ä",
        "a/b",
        "\u212a",
        "\u0661",
        "a\0",
    ],
)
def test_invalid_names_are_refused(name):
    assert not is_valid_name(name)


@pytest.mark.parametrize(
    ("name", "normalized", "ultranormalized"),
    [
        ("Holly_Grail", "holly-grail", "h011ygra11"),
        ("a.-_b", "a-b", "ab"),
        ("zope.interface", "zope-interface", "z0pe1nterface"),
        ("LlIi-Oo0", "llii-oo0", "1111000"),
    ],
)
def test_names_have_one_normal_form(name, normalized, ultranormalized):
    assert normalize(name) == normalized
    assert ultranormalize(name) == ultranormalized
