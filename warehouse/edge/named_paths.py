"""Paths that contain one name, such as `/simple/NAME/`, by the patterns of their routes."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from pyramid.registry import Registry

from warehouse.edge.name_hashes import NameHashes
from warehouse.http.caching.storable import storable_routes

_LONGEST = 200
"""Characters of a name beyond which the application is asked."""

_PATTERN = re.compile(r"(/[^{}]+/)\{name\}(/[^{}]*)")


class NameRoute(NamedTuple):
    """A route whose pattern contains one name, with the path before and after it."""

    before: bytes
    after: bytes
    known_names: NameHashes
    is_normalized: bool
    """Whether the right spelling is the normalised one."""


class NamedPath(NamedTuple):
    """A path that matches such a route."""

    route: NameRoute
    name: str
    normalized: str

    @property
    def is_lacking(self) -> bool:
        """Return whether the name certainly does not exist."""
        return self.route.known_names.lacks(self.normalized)

    @property
    def is_moved(self) -> bool:
        """Return whether the route redirects this spelling to the normalised name."""
        return self.route.is_normalized and self.name != self.normalized

    def path(self, name: str) -> bytes:
        """Return the path of the same route for another name."""
        return self.route.before + name.encode() + self.route.after


class NamedPaths:
    """The routes that contain one name."""

    def __init__(self, patterns: Iterable[NameRoute], fixed: Iterable[str]) -> None:
        self._by_start: Mapping[bytes, list[NameRoute]] = _by_start(patterns)
        self._fixed = {path.encode() for path in fixed}

    def of(self, path: bytes, query: bytes) -> NamedPath | None:
        """Return the route and the name of `path`; None if it has none, or has a query."""
        if query or path in self._fixed:
            return None
        for route in self._by_start.get(_start(path), ()):
            if path.startswith(route.before) and path.endswith(route.after):
                text = path[len(route.before) : len(path) - len(route.after)]
                name = text.decode("latin-1")
                normalized = route.known_names.source.normalized(name)
                if normalized is not None and len(name) <= _LONGEST:
                    return NamedPath(route, name, normalized)
        return None


def named_paths(registry: Registry, names: Mapping[Any, NameHashes]) -> NamedPaths:
    """Return the routes with one name whose answers may be stored."""
    routes = [
        each["introspectable"]
        for each in registry.introspector.get_category("routes") or ()
    ]
    fixed = [each["pattern"] for each in routes if "{" not in each["pattern"]]
    return NamedPaths(_patterns(registry, routes, names), fixed)


def _patterns(
    registry: Registry, routes: Iterable[Any], names: Mapping[Any, NameHashes]
) -> Iterator[NameRoute]:
    views = registry.introspector.get_category("views") or ()
    normalized = {
        view["introspectable"]["route_name"]
        for view in views
        if view["introspectable"].get("spells_normalized")
    }
    for route in routes:
        known_names = names.get(route["factory"])
        found = _PATTERN.fullmatch(route["pattern"])
        if (
            known_names is None
            or found is None
            or route["name"] not in storable_routes(registry)
        ):
            continue
        before, after = (part.encode() for part in found.groups())
        yield NameRoute(before, after, known_names, route["name"] in normalized)


def _start(path: bytes) -> bytes:
    """Return the first segment of a path with the slashes around it."""
    return path[: path.find(b"/", 1) + 1]


def _by_start(patterns: Iterable[NameRoute]) -> dict[bytes, list[NameRoute]]:
    found: dict[bytes, list[NameRoute]] = {}
    for route in patterns:
        found.setdefault(_start(route.before), []).append(route)
    return found
