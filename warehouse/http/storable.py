"""Which answers are for everyone, and which requests could have one that is stored.

Those are also the requests that a read replica may answer.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pyramid.registry import Registry

from warehouse.db.replicas import POSITION

if TYPE_CHECKING:
    from warehouse.http.request import Request

_ROUTES = "warehouse.http.storable_routes"


_PERSONAL_HEADERS = {"cookie", "authorization"}


def is_for_everyone(headers: Iterable[tuple[str, str]]) -> bool:
    """Whether an answer with these headers says nothing to one client only."""
    for name, value in headers:
        known, words = name.lower(), _words(value)
        if known == "set-cookie":
            return False
        if known == "cache-control" and words & {"private", "no-store"}:
            return False
        if known == "vary" and words & _PERSONAL_HEADERS:
            return False
    return True


def _words(value: str) -> set[str]:
    return {each.partition("=")[0].strip().lower() for each in value.split(",")}


def storable_routes(registry: Registry) -> frozenset[str]:
    """The routes with a view whose answers may be stored."""
    if _ROUTES not in registry:
        registry[_ROUTES] = frozenset(
            each["introspectable"]["route_name"]
            for each in registry.introspector.get_category("views")
            if not {"cached_for", "stored_for"}.isdisjoint(each["introspectable"])
        )
    found: frozenset[str] = registry[_ROUTES]
    return found


def may_read_replica(request: "Request") -> bool:
    """Whether somebody said how fresh the answer must be, and the view is for everyone."""
    if request.environ.get(POSITION) is None or request.method not in {"GET", "HEAD"}:
        return False
    route = request.matched_route
    return route is not None and route.name in storable_routes(request.registry)
