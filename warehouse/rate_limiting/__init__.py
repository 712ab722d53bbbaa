"""Limits on how often something may be tried, counted in Valkey.

A limit is written as in `"20 per hour"`. Counting uses a moving window. When Valkey
cannot be reached, everything is allowed and a line is logged: a limit guards against
abuse, and must not keep people from their work.
"""

import time
from dataclasses import dataclass
from typing import cast

import limits
import redis
import structlog
from limits.storage import RedisStorage
from limits.strategies import MovingWindowRateLimiter
from pyramid.config import Configurator

from warehouse.http import Request

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Window:
    """How much of one limit is left: of `limit` in `seconds`, and when that changes."""

    limit: int
    seconds: int
    remaining: int
    reset: int


class RateLimiter:
    """Tests and spends limits. Keys say whose limit it is, the kind first."""

    def __init__(self, client: redis.Redis) -> None:
        storage = RedisStorage(
            "redis://", connection_pool=client.connection_pool, wrap_exceptions=False
        )
        self._limiter = MovingWindowRateLimiter(storage)

    def test(self, limit: str, *keys: str) -> bool:
        """Whether one more would be within `limit`; spends nothing."""
        try:
            return bool(self._limiter.test(limits.parse(limit), *keys))
        except redis.RedisError as error:
            log.warning("rate_limiter_unavailable", error=str(error))
            return True

    def hit(self, limit: str, *keys: str) -> bool:
        """Spend one; answers whether it was within `limit`."""
        try:
            return bool(self._limiter.hit(limits.parse(limit), *keys))
        except redis.RedisError as error:
            log.warning("rate_limiter_unavailable", error=str(error))
            return True

    def spend(self, limits_: str, *keys: str) -> list[Window]:
        """Spend one of each of several limits, as in `"5 per second, 99 per hour"`.

        Answers what is left of each; nothing when Valkey cannot be reached.
        """
        try:
            return [self._spend(each, *keys) for each in limits.parse_many(limits_)]
        except redis.RedisError as error:
            log.warning("rate_limiter_unavailable", error=str(error))
            return []

    def _spend(self, limit: limits.RateLimitItem, *keys: str) -> Window:
        self._limiter.hit(limit, *keys)
        state = self._limiter.get_window_stats(limit, *keys)
        reset = max(1, round(state.reset_time - time.time()))
        return Window(limit.amount, limit.get_expiry(), max(0, state.remaining), reset)

    def clear(self, limit: str, *keys: str) -> None:
        """Forget what was spent."""
        try:
            self._limiter.clear(limits.parse(limit), *keys)
        except redis.RedisError as error:
            log.warning("rate_limiter_unavailable", error=str(error))

    def retry_after(self, limit: str, *keys: str) -> int:
        """In how many seconds one more would be within `limit`."""
        try:
            window = self._limiter.get_window_stats(limits.parse(limit), *keys)
        except redis.RedisError:
            return 0
        return max(0, round(window.reset_time - time.time()))


def includeme(config: Configurator) -> None:
    """Provide `request.service(RateLimiter)`."""
    limiter = RateLimiter(config.registry[redis.Redis])
    config.registry[RateLimiter] = limiter
    config.register_service(RateLimiter, _of_registry)


def _of_registry(request: Request) -> RateLimiter:
    return cast(RateLimiter, request.registry[RateLimiter])
