"""Limits, and what becomes of them when nobody can count."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import redis
import structlog

from warehouse.rate_limiting import Charge, LimitReached, RateLimiter

ANN = Charge("2 per hour", ("login", "ann"))
BOB = Charge("2 per hour", ("login", "bob"))


@pytest.fixture
def limiter(valkey_url):
    client = redis.Redis.from_url(valkey_url)
    client.flushdb()
    yield RateLimiter(client)
    client.close()


def is_within(limiter, *charges):
    try:
        limiter.take(*charges)
    except LimitReached:
        return False
    return True


def test_a_limit_is_spent(limiter):
    assert [is_within(limiter, ANN) for _ in range(3)] == [True, True, False]
    assert is_within(limiter, BOB)
    with pytest.raises(LimitReached) as reached:
        limiter.take(ANN)
    assert reached.value.charge == ANN
    assert 3500 < reached.value.seconds <= 3600


def test_a_try_that_is_given_back_is_not_counted(limiter):
    for _ in range(5):
        limiter.take(ANN)
        limiter.give_back(ANN)
    assert [is_within(limiter, ANN) for _ in range(3)] == [True, True, False]


def test_several_are_spent_together_or_not_at_all(limiter):
    for _ in range(2):
        limiter.take(ANN)
    assert [is_within(limiter, BOB, ANN) for _ in range(5)] == [False] * 5
    assert [is_within(limiter, BOB) for _ in range(3)] == [True, True, False]


def test_parallel_tries_get_no_more_than_the_limit(limiter):
    charge = Charge("10 per hour", ("login", "parallel"))
    with ThreadPoolExecutor(30) as threads:
        tries = list(threads.map(lambda _: is_within(limiter, charge), range(60)))
    assert sum(tries) == 10


def test_without_valkey_everything_is_allowed_and_logged(dead_valkey):
    limiter = RateLimiter(dead_valkey)
    with structlog.testing.capture_logs() as lines:
        assert all(is_within(limiter, ANN) for _ in range(3))
        limiter.give_back(ANN)
    assert {line["event"] for line in lines} == {"rate_limiter_unavailable"}
    assert {line["log_level"] for line in lines} == {"warning"}
    assert len(lines) == 4
