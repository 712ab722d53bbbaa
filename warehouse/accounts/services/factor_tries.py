"""Counting tries of second factors, of all kinds together."""

from collections.abc import Iterator
from contextlib import contextmanager

from warehouse.accounts.errors import FactorWrong, TooManyAttempts
from warehouse.accounts.models import User
from warehouse.accounts.signals import LoginRefused
from warehouse.rate_limiting import LimitReached, RateLimiter, charges
from warehouse.security import Actor
from warehouse.security.addresses import network_of
from warehouse.settings import AccountSettings
from warehouse.signals import Announce


class FactorTries:
    """Allows so many wrong second factors, by account and by network."""

    def __init__(
        self, announce: Announce, *, limiter: RateLimiter, settings: AccountSettings
    ) -> None:
        self.announce, self.limiter, self.settings = announce, limiter, settings

    @contextmanager
    def counted(self, user: User | None, *, actor: Actor) -> Iterator[None]:
        """Count one try, unless what is done inside succeeds.

        A `FactorWrong` from inside enters the event log of `user`, who is None if nobody
        knows whose factor it is. Raises `TooManyAttempts`.
        """
        network = network_of(actor.address)
        spent = charges(self.settings.factors_per_address, "factor-address", network)
        if user is not None:
            of_user = self.settings.factors_per_user
            spent += charges(of_user, "factor-user", str(user.id))
        try:
            self.limiter.take(*spent)
        except LimitReached as error:
            raise TooManyAttempts(error.seconds) from error
        try:
            yield
        except FactorWrong as error:
            if user is not None:
                self.announce(LoginRefused(user, actor, error.reason))
            raise
        self.limiter.give_back(*spent)
