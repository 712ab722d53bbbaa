"""Which requests a read replica may answer: those whose answer could have been stored."""

from typing import TYPE_CHECKING

from pyramid.registry import Registry

from warehouse.db.replicas import POSITION

if TYPE_CHECKING:
    from warehouse.http.request import Request

_ROUTES = "warehouse.http.storable_routes"


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
