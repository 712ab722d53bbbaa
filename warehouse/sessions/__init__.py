"""Sessions: data of a visitor between two requests."""

import redis
from pyramid.config import Configurator

from warehouse.sessions.session import (
    COOKIE,
    Session,
    SessionForbidden,
    SessionsUnavailable,
    WebSessionFactory,
)

__all__ = [
    "COOKIE",
    "Session",
    "SessionForbidden",
    "SessionsUnavailable",
    "WebSessionFactory",
]


def includeme(config: Configurator) -> None:
    """Keep sessions in Valkey."""
    secrets = config.registry.settings["warehouse"].site.secrets
    config.set_session_factory(WebSessionFactory(secrets, config.registry[redis.Redis]))
