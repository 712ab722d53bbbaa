"""`/_health/`: what is wrong, and with which part."""

from collections.abc import Callable

import redis
from pyramid.config import Configurator
from pyramid.response import Response
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from warehouse.http import Request
from warehouse.storage import Storage, StorageUnavailable


def health(request: Request) -> Response:
    """200 when everything answers; 503 naming what does not. The cache may be down."""
    parts = {name: check(request) for name, check in _CHECKS.items()}
    is_serving = parts["database"] is None and parts["files"] is None
    response = Response(
        status=200 if is_serving else 503,
        json_body={
            "status": "ok"
            if not any(parts.values())
            else "degraded"
            if is_serving
            else "down",
            "parts": {name: problem or "ok" for name, problem in parts.items()},
        },
    )
    response.cache_control.no_store = True
    return response


def _database(request: Request) -> str | None:
    try:
        request.db.execute(text("SELECT 1"))
    except SQLAlchemyError:
        request.transaction.rollback()
        return "the database does not answer"
    return None


def _valkey(request: Request) -> str | None:
    try:
        request.registry[redis.Redis].ping()
    except redis.RedisError:
        return "Valkey does not answer: sessions, limits and background work wait for it"
    return None


def _files(request: Request) -> str | None:
    try:
        request.service(Storage).check()
    except StorageUnavailable as error:
        return str(error)
    return None


_CHECKS: dict[str, Callable[[Request], str | None]] = {
    "database": _database,
    "valkey": _valkey,
    "files": _files,
}


def includeme(config: Configurator) -> None:
    """Answer at `/_health/`."""
    config.add_route("health", "/_health/")
    config.add_view(health, route_name="health")
