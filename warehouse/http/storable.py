"""Which answers may be stored, so that a replica may give them; and in which languages."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from pyramid.registry import Registry

from warehouse.db.replicas import POSITION

if TYPE_CHECKING:
    from warehouse.http.request import Request

_ROUTES = "warehouse.http.storable_routes"
_ENGLISH = "warehouse.http.english_routes"


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


def is_localized(options: Mapping[str, Any], template: str) -> bool:
    """Whether a view answers in the language of who asks: pages do unless told not to."""
    chosen: bool | None = options.get("localized")
    return template.endswith(".html") if chosen is None else chosen


def english_routes(registry: Registry) -> frozenset[str]:
    """The routes whose answers are stored and the same in every language."""
    if _ENGLISH not in registry:
        views = registry.introspector.get_category("views")
        localized = {
            each["introspectable"]["route_name"]
            for each in views
            if is_localized(each["introspectable"], _template(each["related"]))
        }
        registry[_ENGLISH] = storable_routes(registry) - localized
    found: frozenset[str] = registry[_ENGLISH]
    return found


def speaks(request: "Request") -> bool:
    """Whether what `request` is answered with may be in another language than English."""
    route = request.matched_route
    return route is None or route.name not in english_routes(request.registry)


def _template(related: Iterable[Any]) -> str:
    """The name of the template that a view is related to, if it is."""
    named = (each["name"] for each in related if each.category_name == "templates")
    return next(named, None) or ""


def may_read_replica(request: "Request") -> bool:
    """Whether somebody said how fresh the answer must be, and the view is for everyone."""
    if request.environ.get(POSITION) is None or request.method not in {"GET", "HEAD"}:
        return False
    route = request.matched_route
    return route is not None and route.name in storable_routes(request.registry)
