"""Patterns mean what owners see, and case means nothing where that is safe."""

import pytest

from warehouse.oidc.errors import TokenUnreadable
from warehouse.oidc.issuers import Issuers
from warehouse.oidc.matching import check_claims, first_problem, fold, matches_glob
from warehouse.oidc.models import GitHubPublisher, GooglePublisher
from warehouse.oidc.runs import run_of
from warehouse.oidc.tokens import LONGEST, peek, printed, without_signature
from warehouse.outbound import TargetRules


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


def test_a_claim_that_is_met_has_no_problem():
    [email, verified] = check_claims(
        GooglePublisher(email="a", sub=""), {"email": "a", "email_verified": "true"}
    )
    assert email.problem is None
    assert verified.problem == "Check failed for required claim 'email_verified'"


@pytest.mark.parametrize(
    ("issuer", "is_allowed"),
    [
        ("https://ci.example", True),
        ("https://ci.example/a/", True),
        ("http://ci.example", False),
        ("https://ci.example?a", False),
        ("https://127.0.0.1", False),
        ("https://accounts.google.com", False),
    ],
)
def test_any_issuer_is_any_public_https_one(issuer, is_allowed):
    issuers = Issuers(["*"], TargetRules())
    assert issuers.may_be_used(issuer, is_generic=True) is is_allowed


def test_a_token_that_is_far_too_long_is_not_read():
    with pytest.raises(TokenUnreadable):
        peek("a" * (LONGEST + 1))


def test_a_token_is_shown_without_its_signature():
    assert without_signature("a.b.c") == "a.b."
    assert printed({"b": 1, "a": "ä"}) == '{\n  "a": "ä",\n  "b": 1\n}'
