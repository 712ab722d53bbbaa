"""Bills of materials in wheels (PEP 770): CycloneDX and SPDX, each as a table."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from warehouse.contents.hidden import visible

LARGEST = 2 * 1024 * 1024
"""Bytes of a bill that is read."""

MOST = 500
"""Components that are shown."""

_SBOM = re.compile(r"[^/]+\.dist-info/sboms/.+")
_LONGEST, _DEEPEST = 200, 4


@dataclass(frozen=True)
class Component:
    """Something that a distribution contains, as its bill says."""

    name: str
    version: str
    license: str
    identifier: str
    """A package URL, as a rule."""


@dataclass(frozen=True)
class Bill:
    """A bill of materials: its format, and the components it lists."""

    format: str
    components: list[Component]
    more: int
    """How many are not shown."""


def is_sbom(name: str) -> bool:
    """Return whether a member lies where wheels have their bills of materials."""
    return _SBOM.fullmatch(name) is not None


def bill_of(content: bytes) -> Bill | None:
    """Return a bill of materials, or None if it is in no format that we know."""
    try:
        said = json.loads(content)
    except (ValueError, RecursionError):
        return None
    if not isinstance(said, dict):
        return None
    if said.get("bomFormat") == "CycloneDX":
        found = list(_of_cyclone(said.get("components"), 0))
        kind = f"CycloneDX {_text(said.get('specVersion'))}"
    elif "spdxVersion" in said:
        found = list(_of_spdx(said.get("packages")))
        kind = _text(said["spdxVersion"]).replace("-", " ", 1)
    else:
        return None
    return Bill(kind.strip(), found[:MOST], max(0, len(found) - MOST))


def _of_cyclone(listed: Any, depth: int) -> Iterator[Component]:
    for each in _objects(listed):
        licenses = [_license(one) for one in _objects(each.get("licenses"))]
        yield Component(
            _text(each.get("name")),
            _text(each.get("version")),
            ", ".join(filter(None, licenses)),
            _text(each.get("purl") or each.get("cpe")),
        )
        if depth < _DEEPEST:
            yield from _of_cyclone(each.get("components"), depth + 1)


def _license(said: dict[str, Any]) -> str:
    inner = said.get("license")
    named = inner.get("id") or inner.get("name") if isinstance(inner, dict) else None
    return _text(said.get("expression") or named)


def _of_spdx(listed: Any) -> Iterator[Component]:
    for each in _objects(listed):
        places = [
            _text(one.get("referenceLocator"))
            for one in _objects(each.get("externalRefs"))
            if one.get("referenceType") == "purl"
        ]
        yield Component(
            _text(each.get("name")),
            _text(each.get("versionInfo")),
            _text(each.get("licenseConcluded") or each.get("licenseDeclared")),
            places[0] if places else "",
        )


def _objects(listed: Any) -> list[dict[str, Any]]:
    return (
        [each for each in listed if isinstance(each, dict)]
        if isinstance(listed, list)
        else []
    )


def _text(said: Any) -> str:
    return visible(said)[:_LONGEST] if isinstance(said, str) else ""
