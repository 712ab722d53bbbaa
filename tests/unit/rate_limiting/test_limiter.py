"""Limits, and what becomes of them when nobody can count."""

import pytest
import redis
import structlog

from warehouse.rate_limiting import RateLimiter

LIMIT = "2 per hour"


@pytest.fixture
def limiter(valkey_url):
    client = redis.Redis.from_url(valkey_url)
    client.flushdb()
    yield RateLimiter(client)
    client.close()


def test_a_limit_is_spent_and_forgotten(limiter):
    assert [limiter.hit(LIMIT, "login", "ann") for _ in range(3)] == [True, True, False]
    assert not limiter.test(LIMIT, "login", "ann")
    assert limiter.test(LIMIT, "login", "bob")
    assert limiter.test(LIMIT, "upload", "ann")
    assert 3500 < limiter.retry_after(LIMIT, "login", "ann") <= 3600
    limiter.clear(LIMIT, "login", "ann")
    assert limiter.test(LIMIT, "login", "ann")


def test_looking_spends_nothing(limiter):
    assert all(limiter.test(LIMIT, "login", "ann") for _ in range(5))
    assert limiter.hit(LIMIT, "login", "ann")


def test_without_valkey_everything_is_allowed_and_logged(dead_valkey):
    limiter = RateLimiter(dead_valkey)
    with structlog.testing.capture_logs() as lines:
        assert all(limiter.hit(LIMIT, "login", "ann") for _ in range(3))
        assert limiter.test(LIMIT, "login", "ann")
        limiter.clear(LIMIT, "login", "ann")
        assert limiter.retry_after(LIMIT, "login", "ann") == 0
    assert {line["event"] for line in lines} == {"rate_limiter_unavailable"}
    assert {line["log_level"] for line in lines} == {"warning"}
    assert len(lines) == 5
