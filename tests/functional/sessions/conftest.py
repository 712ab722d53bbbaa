"""An application that has another Valkey than it began with."""

from collections.abc import Callable

import pytest
import redis
from pyramid.interfaces import ISessionFactory

from warehouse.rate_limiting import RateLimiter
from warehouse.sessions import SessionFactory


@pytest.fixture
def switch_valkey(registry, monkeypatch) -> Callable[[redis.Redis], None]:
    """Give sessions, limits and health another Valkey until the end of the test."""
    working = registry.queryUtility(ISessionFactory)
    secret = registry.settings["warehouse"].site.secret

    def switch(valkey: redis.Redis) -> None:
        monkeypatch.setitem(registry, redis.Redis, valkey)
        monkeypatch.setitem(registry, RateLimiter, RateLimiter(valkey))
        registry.registerUtility(SessionFactory(secret, valkey), ISessionFactory)

    yield switch
    registry.registerUtility(working, ISessionFactory)
