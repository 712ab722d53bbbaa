"""Every error of accounts, and every advice about passwords, has words."""

import ast
import inspect
import time

import pytest
from zxcvbn import feedback

from warehouse.accounts import errors
from warehouse.accounts.errors import PasswordWeak
from warehouse.accounts.explanations import ADVICE, explain
from warehouse.accounts.password_rules import own_words, strength_of


def test_every_advice_of_zxcvbn_has_words_of_ours():
    calls = [
        node
        for node in ast.walk(ast.parse(inspect.getsource(feedback)))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "_"
    ]
    assert {ast.literal_eval(each.args[0]) for each in calls} == set(ADVICE)


@pytest.mark.parametrize(
    "password", ["password", "aaaaaaaa", "qwertyuiop", "abcdefgh", "1984-05-06", "drowssap"]
)
def test_a_weak_password_is_refused_with_advice(password):
    strength = strength_of(password)
    assert not strength.is_enough
    error = PasswordWeak(strength.score, strength.warning, strength.suggestions)
    said = explain(error)
    assert said[0] == "This password is easy to guess."
    assert len(said) > 1


def test_ones_own_name_is_no_password():
    words = own_words(username="zaphod", name="Zaphod B.", addresses=["zb@heart.example"])
    assert strength_of("zaphodheart").score > strength_of("zaphodheart", words).score
    assert not strength_of("zb@heart.example", words).is_enough


def test_a_long_password_takes_no_longer():
    begin = time.process_time()
    assert strength_of("ab1!" * 1024).score >= 0
    assert strength_of("").score == 0
    assert time.process_time() - begin < 5


@pytest.mark.parametrize(
    "error",
    [
        errors.EmailInvalid("x", "no @"),
        errors.EmailUndeliverable("x@y.example", "no MX"),
        errors.EmailDomainProhibited("spam.example"),
        errors.TooManyRequests(59),
        errors.TooManyRequests(86_000),
        errors.TooManyAttempts(10),
        errors.PasswordBreached(),
        errors.PasswordCompromised(),
        errors.InvitationNeeded(),
    ],
)
def test_an_error_is_explained(error):
    assert all(str(each) for each in explain(error))
    assert "${" not in " ".join(map(str, explain(error)))
