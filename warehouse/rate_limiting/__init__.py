"""Limits on how often something may be tried, counted in Valkey.

A limit is written as in `"20 per hour"`. Counting uses a moving window. When Valkey
cannot be reached, everything is allowed and a line is logged: a limit guards against
abuse, and must not keep people from their work.

Whatever is limited is spent before it is tried, in one step with the look at what is left,
so that no number of parallel tries gets more than the limit. What turns out to be no try
(a right password) is given back.
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
    """What is left of one limit of `limit` in `seconds`, and when that changes."""

    limit: int
    seconds: int
    remaining: int
    reset: int


@dataclass(frozen=True)
class Charge:
    """One use of `limit`; `keys` say whose it is, the kind of limit first."""

    limit: str
    keys: tuple[str, ...]


def charges(limits_: str, *keys: str) -> list[Charge]:
    """Return one use of each of several limits, as in `5 per 5 minutes, 20 per hour`."""
    return [Charge(limit.strip(), keys) for limit in limits_.split(",")]


class LimitReached(Exception):
    """Nothing is left of a limit for `seconds`."""

    def __init__(self, charge: Charge, seconds: int) -> None:
        super().__init__(f"{charge.limit} are spent")
        self.charge, self.seconds = charge, seconds


class LimiterUnavailable(Exception):
    """Nobody knows what is left of a limit, and nothing may be done without knowing."""


class RateLimiter:
    """Spends uses of limits, and gives them back."""

    def __init__(self, client: redis.Redis) -> None:
        self._storage = RedisStorage(
            "redis://", connection_pool=client.connection_pool, wrap_exceptions=False
        )
        self._limiter = MovingWindowRateLimiter(self._storage)

    def take(self, *charges: Charge, is_required: bool = False) -> None:
        """Spend all `charges`, or raise `LimitReached` for the first that has none left.

        Nothing is spent then. If Valkey cannot be reached everything is allowed, but what
        `is_required` raises `LimiterUnavailable`.
        """
        for position, charge in enumerate(charges):
            if not self._is_within(charge, is_required=is_required):
                self.give_back(*charges[:position])
                raise LimitReached(charge, self._seconds_until_one_more(charge))

    def give_back(self, *charges: Charge) -> None:
        """Give the newest use of each charge back."""
        if not charges:
            return
        pipeline = self._storage.storage.pipeline(transaction=False)
        for charge in charges:
            key = limits.parse(charge.limit).key_for(*charge.keys)
            pipeline.lpop(self._storage.prefixed_key(key))
        try:
            pipeline.execute()
        except redis.RedisError as error:
            log.warning("rate_limiter_unavailable", error=str(error))

    def clear(self, *charges: Charge) -> None:
        """Forget every use of each charge."""
        try:
            for charge in charges:
                self._limiter.clear(limits.parse(charge.limit), *charge.keys)
        except redis.RedisError as error:
            log.warning("rate_limiter_unavailable", error=str(error))

    def _is_within(self, charge: Charge, *, is_required: bool) -> bool:
        try:
            return bool(self._limiter.hit(limits.parse(charge.limit), *charge.keys))
        except redis.RedisError as error:
            log.warning("rate_limiter_unavailable", error=str(error))
            if is_required:
                raise LimiterUnavailable from error
            return True

    def spend(self, limits_: str, *keys: str) -> list[Window]:
        """Spend one use of each of several limits, as in `5 per second, 99 per hour`.

        Returns what is left of each; nothing when Valkey cannot be reached.
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

    def _seconds_until_one_more(self, charge: Charge) -> int:
        try:
            window = self._limiter.get_window_stats(
                limits.parse(charge.limit), *charge.keys
            )
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
