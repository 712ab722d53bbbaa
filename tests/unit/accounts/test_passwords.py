"""Hashes that open nothing, and those that nobody can read."""

import pytest
from structlog.testing import capture_logs

from warehouse.accounts.passwords import LONGEST, PasswordHasher


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
