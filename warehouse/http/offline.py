"""Requests without a client, for tasks, commands and the shell."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from pyramid.registry import Registry
from pyramid.scripting import prepare

from warehouse.http.request import Request
from warehouse.settings import Settings

_OFFLINE = "warehouse.offline"


def is_offline(request: Request) -> bool:
    """Return whether a request has no client: it is of a task, a command or the shell."""
    return bool(request.environ.get(_OFFLINE))


def site_origin(settings: Settings) -> str | None:
    """Return the scheme and host of the index, where a domain is set."""
    site = settings.site
    if site.domain is None:
        return None
    return f"{'https' if site.https == 'require' else 'http'}://{site.domain}"


def move_to(request: Request, origin: str) -> None:
    """Make URLs of a request without a client begin with `origin`, a scheme and a host."""
    request.scheme, request.host = origin.split("://")


def know_origin(request: Request, *, otherwise: str | None = None) -> bool:
    """Make URLs of a request without a client lead to the index.

    They begin with `otherwise` where no domain is set. Returns False if that is unknown.
    """
    origin = site_origin(request.settings) or otherwise
    if origin:
        move_to(request, origin)
    return bool(origin)


@contextmanager
def offline(registry: Registry, *, base_url: str = "http://localhost") -> Iterator[Request]:
    """Make a request whose transaction commits at the end unless an error is raised."""
    blank = Request.blank("/", base_url=base_url)
    blank.registry = registry
    blank.environ[_OFFLINE] = True
    environment = prepare(request=blank, registry=registry)
    request = cast(Request, environment["request"])
    try:
        yield request
        if request.has_transaction:
            request.transaction.commit()
    except BaseException:
        if request.has_transaction:
            request.transaction.rollback()
        raise
    finally:
        environment["closer"]()
