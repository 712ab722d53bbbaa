"""Limits on how often something may be tried, counted in Valkey.

A limit is written as in `"20 per hour"`. Counting uses a moving window. When Valkey
cannot be reached, everything is allowed and a line is logged: a limit guards against
abuse, and must not keep people from their work.
"""

import time
from typing import cast

import limits
import redis
import structlog
from limits.storage import RedisStorage
from limits.strategies import MovingWindowRateLimiter
from pyramid.config import Configurator

from warehouse.http import Request

log = structlog.get_logger(__name__)


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
