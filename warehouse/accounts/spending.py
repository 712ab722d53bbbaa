"""Spending the limits on what people may ask for."""

from warehouse.accounts.errors import TooManyRequests
from warehouse.rate_limiting import Charge, LimitReached, RateLimiter


def spend(limiter: RateLimiter, *spent: Charge, is_required: bool = False) -> None:
    """Spend all charges, or none; raises `TooManyRequests` where a limit is reached.

    With `is_required`, `LimiterUnavailable` is raised where nothing can be counted.
    """
    try:
        limiter.take(*spent, is_required=is_required)
    except LimitReached as error:
        raise TooManyRequests(error.seconds) from error
