"""`/_health/`: which release runs, what is wrong, and with which part."""

from collections.abc import Callable
from datetime import timedelta

import redis
from pyramid.config import Configurator
from pyramid.response import Response
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from warehouse import __version__
from warehouse.health.errors import LastErrors
from warehouse.http import Request
from warehouse.paths import HEALTH
from warehouse.storage import Storage, StorageUnavailable
from warehouse.tasks import SILENT_SECONDS, Part, Pulse


def health(request: Request) -> Response:
    """Answer 200 while pages and files can be served, else 503; name what is wrong."""
    parts = problems_of(request)
    is_serving = parts["database"] is None and parts["files"] is None
    response = Response(
        status=200 if is_serving else 503,
        json_body={
            "status": "ok"
            if not any(parts.values())
            else "degraded"
            if is_serving
            else "down",
            "version": __version__,
            "parts": {name: problem or "ok" for name, problem in parts.items()},
        },
    )
    response.cache_control.no_store = True
    return response


def problems_of(request: Request) -> dict[str, str | None]:
    """Return what is wrong with each part now, and keep it as its last error."""
    parts = {name: check(request) for name, check in request.registry[Parts].items()}
    request.registry[LastErrors].note(parts)
    return parts


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


def _worker(request: Request) -> str | None:
    return _heard(request, Part.WORKER, "background work waits for it")


def _schedule(request: Request) -> str | None:
    return _heard(request, Part.SCHEDULE, "periodic tasks wait for it")


def _heard(request: Request, part: Part, consequence: str) -> str | None:
    """Return how long `part` has been silent, if that is too long."""
    try:
        silence = request.registry[Pulse].silence(part)
    except redis.RedisError:
        return f"nobody knows of the {part} while Valkey does not answer"
    if silence is None:
        return f"the {part} has not been heard: {consequence}"
    if silence < SILENT_SECONDS:
        return None
    since = timedelta(seconds=round(silence))
    return f"the {part} was last heard {since} ago (h:mm:ss): {consequence}"


def _files(request: Request) -> str | None:
    try:
        request.service(Storage).check()
    except StorageUnavailable as error:
        return str(error)
    return None


Check = Callable[[Request], str | None]
"""Says what is wrong with a part, or None."""

_CHECKS: dict[str, Check] = {
    "database": _database,
    "valkey": _valkey,
    "files": _files,
    "worker": _worker,
    "schedule": _schedule,
}


class Parts(dict[str, Check]):
    """What is checked, by name."""


def add_health_part(config: Configurator, name: str, check: Check) -> None:
    """Have a part checked that a package knows of; one that needs the database and finds
    that it does not answer has nothing to say."""

    def check_part(request: Request) -> str | None:
        try:
            return check(request)
        except SQLAlchemyError as error:
            request.transaction.rollback()
            request.log.warning(
                "health_part_unknown", part=name, problem=type(error).__name__
            )
            return None

    config.registry[Parts][name] = check_part


def includeme(config: Configurator) -> None:
    """Answer at `/_health/`, and provide `config.add_health_part`."""
    config.registry[Parts] = Parts(_CHECKS)
    config.add_directive("add_health_part", add_health_part, action_wrap=False)
    config.registry[LastErrors] = LastErrors(lambda: config.registry[redis.Redis])
    config.add_route("health", HEALTH, stays_open=True)
    config.add_view(health, route_name="health")
