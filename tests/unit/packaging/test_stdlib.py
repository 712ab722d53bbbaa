"""Names that belong to Python."""

import pytest

from warehouse.packaging.stdlib import stdlib_names


@pytest.mark.parametrize(
    "name", ["json", "xml", "xml-dom", "xml-dom-minidom", "future", "main", "distutils"]
)
def test_modules_of_any_version_are_taken(name: str) -> None:
    assert name in stdlib_names()


@pytest.mark.parametrize("name", ["six", "typing-extensions", "regex", "requests"])
def test_other_names_are_free(name: str) -> None:
    assert name not in stdlib_names()
