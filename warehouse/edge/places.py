"""Paths with a name in them, as the routes have them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from pyramid.registry import Registry

from warehouse.edge.rosters import Census
from warehouse.http.storable import storable_routes

_LONGEST = 200
"""Characters of a name beyond which the application is asked."""

_PATTERN = re.compile(r"(/[^{}]+/)\{name\}(/[^{}]*)")


class Pattern(NamedTuple):
    """A route with one name: what is before it in a path, and what is after."""

    before: bytes
    after: bytes
    census: Census
    is_normalized: bool
    """Whether the right spelling is the normalised one."""


class Place(NamedTuple):
    """A path of such a route."""

    pattern: Pattern
    name: str
    normalized: str

    @property
    def is_lacking(self) -> bool:
        """Whether there is certainly nothing of this name."""
        return self.pattern.census.lacks(self.normalized)

    @property
    def is_moved(self) -> bool:
        """Whether the name is to be spelled otherwise."""
        return self.pattern.is_normalized and self.name != self.normalized

    def path(self, name: str) -> bytes:
        """The path of the same route for another name."""
        return self.pattern.before + name.encode() + self.pattern.after


class Places:
    """Knows the routes with names in them."""

    def __init__(self, patterns: Iterable[Pattern], fixed: Iterable[str]) -> None:
        self._by_start: Mapping[bytes, list[Pattern]] = _by_start(patterns)
        self._fixed = {path.encode() for path in fixed}

    def of(self, path: bytes, query: bytes) -> Place | None:
        """What `path` names, if it is of such a route and nothing else is asked."""
        if query or path in self._fixed:
            return None
        for pattern in self._by_start.get(_start(path), ()):
            if path.startswith(pattern.before) and path.endswith(pattern.after):
                text = path[len(pattern.before) : len(path) - len(pattern.after)]
                name = text.decode("latin-1")
                normalized = pattern.census.roster.normalized(name)
                if normalized is not None and len(name) <= _LONGEST:
                    return Place(pattern, name, normalized)
        return None


def places(registry: Registry, censuses: Mapping[Any, Census]) -> Places:
    """Those of an application, of routes whose answers may be stored."""
    routes = [
        each["introspectable"]
        for each in registry.introspector.get_category("routes") or ()
    ]
    fixed = [each["pattern"] for each in routes if "{" not in each["pattern"]]
    return Places(_patterns(registry, routes, censuses), fixed)


def _patterns(
    registry: Registry, routes: Iterable[Any], censuses: Mapping[Any, Census]
) -> Iterator[Pattern]:
    views = registry.introspector.get_category("views") or ()
    normalized = {
        view["introspectable"]["route_name"]
        for view in views
        if view["introspectable"].get("spells_normalized")
    }
    for route in routes:
        census = censuses.get(route["factory"])
        found = _PATTERN.fullmatch(route["pattern"])
        if (
            census is None
            or found is None
            or route["name"] not in storable_routes(registry)
        ):
            continue
        before, after = (part.encode() for part in found.groups())
        yield Pattern(before, after, census, route["name"] in normalized)


def _start(path: bytes) -> bytes:
    """The first part of a path, with the slashes around it."""
    return path[: path.find(b"/", 1) + 1]


def _by_start(patterns: Iterable[Pattern]) -> dict[bytes, list[Pattern]]:
    found: dict[bytes, list[Pattern]] = {}
    for pattern in patterns:
        found.setdefault(_start(pattern.before), []).append(pattern)
    return found
