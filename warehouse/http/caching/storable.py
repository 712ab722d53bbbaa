"""Which answers may be stored, by our own stores and by caches that we can purge."""

from dataclasses import dataclass

from pyramid.registry import Registry
from pyramid.request import Request

from warehouse.db.replicas import POSITION

STORABLE = "warehouse.storable"
"""Where a WSGI environment says that its answer may be stored: a `Storable`."""

_ROUTES = "warehouse.http.storable_routes"


@dataclass(frozen=True)
class Storable:
    """An answer that is valid for everyone until one of `keys` is purged."""

    keys: frozenset[str]
    seconds: int
    expires: float
    """When these are over, in seconds since 1970."""
    while_revalidating: int = 300
    on_error: int = 86_400


def storable_routes(registry: Registry) -> frozenset[str]:
    """Return the routes that have a view whose answers may be stored."""
    if _ROUTES not in registry:
        registry[_ROUTES] = frozenset(
            each["introspectable"]["route_name"]
            for each in registry.introspector.get_category("views")
            if not {"cached_for", "stored_for"}.isdisjoint(each["introspectable"])
        )
    found: frozenset[str] = registry[_ROUTES]
    return found


def may_read_replica(request: Request) -> bool:
    """Return whether a replica that is fresh enough may answer `request`."""
    if request.environ.get(POSITION) is None or request.method not in {"GET", "HEAD"}:
        return False
    route = request.matched_route
    return route is not None and route.name in storable_routes(request.registry)
