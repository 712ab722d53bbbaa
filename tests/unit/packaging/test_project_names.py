"""The names of projects, as keys of purges and as people write them."""

import pytest

from warehouse.packaging.caching import ALL_PROJECTS, name_key, project_key
from warehouse.packaging.project_names import ProjectNames


@pytest.mark.parametrize(
    ("key", "name"),
    [
        (project_key("Some.Thing"), "some-thing"),
        (name_key("Some.Thing"), "some-thing"),
        (ALL_PROJECTS, None),
        ("user/some-thing", None),
    ],
)
def test_a_key_names_its_project(key, name):
    assert ProjectNames().name_of(key) == name


@pytest.mark.parametrize(
    ("text", "name"), [("Some__Thing", "some-thing"), ("-x", None), ("ä", None)]
)
def test_only_a_valid_name_is_normalized(text, name):
    assert ProjectNames().normalized(text) == name
