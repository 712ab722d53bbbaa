"""Sessions: data of a visitor between two requests."""

import redis
from pyramid.config import Configurator

from warehouse.sessions.index import ListedSession, SessionIndex, public_id
from warehouse.sessions.session import (
    COOKIE,
    Session,
    SessionForbidden,
    SessionsUnavailable,
    WebSessionFactory,
)

__all__ = [
    "COOKIE",
    "ListedSession",
    "Session",
    "SessionForbidden",
    "SessionIndex",
    "SessionsUnavailable",
    "WebSessionFactory",
    "public_id",
]


def includeme(config: Configurator) -> None:
    """Keep sessions in Valkey, and a list of those of each owner."""
    config.registry[SessionIndex] = SessionIndex(config.registry[redis.Redis])
    secrets = config.registry.settings["warehouse"].site.secrets
    config.set_session_factory(WebSessionFactory(secrets, config.registry[redis.Redis]))
