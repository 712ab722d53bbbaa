"""Hashes that open nothing, and those that nobody can read."""

import pytest
from structlog.testing import capture_logs

from warehouse.accounts.passwords import LONGEST, PasswordHasher, calibrated
from warehouse.settings import HashCost


@pytest.mark.parametrize("hashed", ["", "!", "*", "!$argon2id$anything"])
def test_a_disabled_hash_matches_no_password(hashed):
    assert PasswordHasher().verify("password", hashed) == (False, None)


def test_a_password_of_endless_length_is_not_hashed():
    hasher = PasswordHasher()
    hashed = hasher.hash("a" * LONGEST)
    assert hasher.verify("a" * LONGEST, hashed) == (True, None)
    assert hasher.verify("a" * (LONGEST + 1), hashed) == (False, None)


def test_a_hash_that_nobody_can_read_matches_nothing_and_is_logged():
    with capture_logs() as logged:
        assert PasswordHasher().verify("password", "$unknown$x") == (False, None)
    assert [each["event"] for each in logged] == ["password_hash_unreadable"]


OTHERS = [HashCost(19456, 3), HashCost(24576, 2), HashCost(47104, 1)]


@pytest.mark.parametrize("cost", OTHERS, ids=str)
def test_a_hash_of_another_cost_is_replaced_at_the_next_sign_in(cost):
    hashed = PasswordHasher().hash("password")
    hasher = PasswordHasher(cost)
    matches, replacement = hasher.verify("password", hashed)
    assert matches
    assert f"${cost}$" in replacement
    assert hasher.verify("password", replacement) == (True, None)


@pytest.mark.parametrize(
    ("memory", "passes"), [(7168, 5), (9216, 4), (12288, 3), (19456, 2), (47104, 1)]
)
def test_calibrating_admits_nothing_below_the_minima(memory, passes):
    cost, took = calibrated(0.000001, memory=memory)
    assert cost == HashCost(memory, passes)
    assert took > 0.000001


def test_calibrating_takes_what_fits_into_the_time():
    _, least = calibrated(0.000001, memory=7168)
    cost, took = calibrated(10 * least, memory=7168)
    assert cost.passes > 5
    assert took <= 10 * least
