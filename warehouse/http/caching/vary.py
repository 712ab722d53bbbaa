"""Answers in the client's language, and what they vary by (RFC 9110, section 12.5.5)."""

from collections.abc import Iterable, Mapping
from typing import Any

from pyramid.registry import Registry
from pyramid.request import Request

from warehouse.http.caching.storable import storable_routes

LOCALE_VARY = ("Accept-Language", "Cookie", "PyPI-Locale")
"""What a page in the language of who asks varies by.

A browser that keeps the page asks anew when the cookie has changed. A cache that sees the
last of these knows that the cookie means nothing but the language.
"""

_ENGLISH = "warehouse.http.english_routes"
_LOCALIZED = "warehouse.http.localized_routes"


def is_localized(options: Mapping[str, Any], template: str) -> bool:
    """Return whether a view answers in the client's language; pages do by default."""
    chosen: bool | None = options.get("localized")
    return template.endswith(".html") if chosen is None else chosen


def localized_routes(registry: Registry) -> frozenset[str]:
    """Return the routes of pages, which people look at."""
    if _LOCALIZED not in registry:
        registry[_LOCALIZED] = frozenset(
            each["introspectable"]["route_name"]
            for each in registry.introspector.get_category("views")
            if is_localized(each["introspectable"], _template(each["related"]))
        )
    found: frozenset[str] = registry[_LOCALIZED]
    return found


def english_routes(registry: Registry) -> frozenset[str]:
    """Return the routes whose answers are stored and the same in every language."""
    if _ENGLISH not in registry:
        registry[_ENGLISH] = storable_routes(registry) - localized_routes(registry)
    found: frozenset[str] = registry[_ENGLISH]
    return found


def speaks(request: Request) -> bool:
    """Return whether the answer to `request` may be in another language than English."""
    route = request.matched_route
    return route is None or route.name not in english_routes(request.registry)


def _template(related: Iterable[Any]) -> str:
    """Return the name of the template that a view is related to, if any."""
    named = (each["name"] for each in related if each.category_name == "templates")
    return next(named, None) or ""
