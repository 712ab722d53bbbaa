"""Namespaces as JSON (PEP 752)."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from warehouse.api.serializers.simple import API_VERSION
from warehouse.api.serializers.wire import dump
from warehouse.namespaces.names import prefixes

_META = {"api-version": API_VERSION}


class Granted(NamedTuple):
    """A namespace by its normalised name, and the organization that has it."""

    name: str
    owner: str


def all_namespaces(granted: Sequence[Granted]) -> bytes:
    """Return all of `granted`, in its order."""
    parents = _parents(granted)
    children: dict[str | None, list[str]] = {}
    for name, parent in parents.items():
        children.setdefault(parent, []).append(name)
    objects = [_object(each, parents, children.get(each.name, [])) for each in granted]
    return dump({"meta": _META, "namespaces": objects})


def one_namespace(related: Sequence[Granted], name: str) -> bytes:
    """Return one namespace out of those that cover it or are inside of it."""
    parents = _parents(related)
    found = next(each for each in related if each.name == name)
    inside = [each for each, parent in parents.items() if parent == name]
    return dump({"meta": _META, **_object(found, parents, inside)})


def _object(
    granted: Granted, parents: dict[str, str | None], children: list[str]
) -> dict[str, Any]:
    return {
        "children": children,
        "name": granted.name,
        "owner": granted.owner,
        "parent": parents[granted.name],
    }


def _parents(granted: Sequence[Granted]) -> dict[str, str | None]:
    """Return the narrowest other namespace that each of them is in, or None."""
    names = {each.name for each in granted}
    return {
        name: next((each for each in reversed(prefixes(name)[:-1]) if each in names), None)
        for name in (each.name for each in granted)
    }
