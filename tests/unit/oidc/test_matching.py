"""Patterns mean what owners see, and case means nothing where that is safe."""

import pytest

from warehouse.oidc.matching import first_problem, fold, matches_glob
from warehouse.oidc.models import GitHubPublisher, GooglePublisher
from warehouse.oidc.runs import run_of
from warehouse.oidc.tokens import printed, without_signature


@pytest.mark.parametrize(
    ("pattern", "text", "is_met"),
    [
        ("a", "a", True),
        ("a", "b", False),
        ("a*", "a", True),
        ("a*", "ba", False),
        ("a*c", "abc", True),
        ("a*c", "abd", False),
        ("ab*ba", "aba", False),
        ("a*b*c", "axbxc", True),
        ("a*b*c", "axc", False),
        ("a*", "a\n", False),
        ("a.c", "abc", False),
        ("a?c", "abc", False),
        ("a*b*b*c", "abc", False),
    ],
)
def test_an_asterisk_is_anything_within_a_line(pattern, text, is_met):
    assert matches_glob(pattern, text) is is_met


def test_letters_outside_ascii_are_not_folded():
    assert fold("ABC") == "abc"
    assert fold("\u212aBC") == "\u212aBC"


def test_nothing_is_wrong_where_nothing_is_asked():
    assert first_problem(()) is None


def test_the_page_of_a_run_has_the_commit_if_it_is_one():
    publisher = GitHubPublisher(
        repository_owner="octo", repository_name="sampler", workflow_filename="a.yml"
    )
    assert run_of(publisher, {"sha": "../x"}).publisher_url == publisher.url
    assert run_of(publisher, {"sha": "a" * 40}).publisher_url.endswith("/" + "a" * 40)
    assert run_of(GooglePublisher(email="a"), {}).publisher_url is None


def test_a_token_is_shown_without_its_signature():
    assert without_signature("a.b.c") == "a.b."
    assert printed({"b": 1, "a": "ä"}) == '{\n  "a": "ä",\n  "b": 1\n}'
