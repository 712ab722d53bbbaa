"""How many names that nobody has one network may have upstreams asked for.

A name counts once in ten minutes, and as much if it is kept from strangers as if nobody
has it: else who has asked too much could tell a private project by its 404. What an
upstream is known to have is never refused.
"""

from warehouse.http import Request
from warehouse.http.askers import network_behind
from warehouse.rate_limiting import Charge, LimitReached, RateLimiter, charges
from warehouse.upstreams.errors import TooManyMisses

_KIND, _NAMED = "upstream-misses", "upstream-miss"


class MissLimit:
    """The limit of one network, for one name that it asks for."""

    def __init__(self, limiter: RateLimiter, name: str, network: str, limit: str) -> None:
        self._limiter = limiter
        self._all = charges(limit, _KIND, network)
        self._one = Charge("1 per 10 minutes", (_NAMED, network, name))
        self._spent: list[Charge] = []

    @classmethod
    def of(cls, request: Request, name: str) -> "MissLimit":
        """Return the limit of who asks, for a normalised name."""
        limit = request.settings.upstreams.misses
        limiter = request.service(RateLimiter)
        return cls(limiter, name, network_behind(request), limit)

    def spend(self) -> None:
        """Count the name, unless that was done a while ago; raises `TooManyMisses`."""
        try:
            self._limiter.take(self._one)
        except LimitReached:
            return
        try:
            self._limiter.take(*self._all)
        except LimitReached as error:
            self._limiter.give_back(self._one)
            raise TooManyMisses(error.charge.limit, error.seconds) from error
        self._spent = [self._one, *self._all]

    def give_back(self) -> None:
        """Count the name no more: an upstream has it, or nobody knows."""
        self._limiter.give_back(*self._spent)
        self._spent = []
