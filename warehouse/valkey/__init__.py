"""The connection to Valkey that sessions, limits and caches share."""

import redis
from pyramid.config import Configurator
from redis.backoff import ExponentialBackoff
from redis.retry import Retry


def connect(url: str) -> redis.Redis:
    """Return a client with short time limits, so that a dead Valkey costs little."""
    return redis.Redis.from_url(
        url,
        socket_timeout=2,
        socket_connect_timeout=1,
        health_check_interval=15,
        retry=Retry(ExponentialBackoff(cap=0.2, base=0.02), 2),
        protocol=2,
    )


def includeme(config: Configurator) -> None:
    """Register the client as `redis.Redis`."""
    config.registry[redis.Redis] = connect(config.registry.settings["warehouse"].redis.url)
