"""Advisories in the format of OSV (https://ossf.github.io/osv-schema/).

A version is affected when it is listed, or lies in a range of type ECOSYSTEM. Only what is
said of the ecosystem PyPI concerns us.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from packaging.version import Version

from warehouse.packaging.names import normalize
from warehouse.packaging.versions import parse
from warehouse.vulnerabilities.advisories import (
    Advisory,
    identifier,
    is_name,
    objects,
    optional_moment,
    optional_text,
    text,
    texts,
    unique,
)
from warehouse.vulnerabilities.affected import KINDS, Affected, Range, ranges_of
from warehouse.vulnerabilities.errors import AdvisoryInvalid
from warehouse.vulnerabilities.severity import severity_of

ECOSYSTEM = "PyPI"
SOURCE = "osv"

_LOWEST = Version("0.dev0")


def advisory_of(document: Any) -> Advisory:
    """Parse a document of OSV; raises `AdvisoryInvalid`."""
    if not isinstance(document, dict):
        raise AdvisoryInvalid("it is no object")
    name = identifier(document)
    affected: dict[str, Affected] = defaultdict(Affected)
    fixed: list[str] = []
    for project, part in _parts(document):
        timelines = [
            objects(each, "events")
            for each in objects(part, "ranges")
            if each.get("type") == "ECOSYSTEM"
        ]
        affected[project] |= _affected(part, timelines)
        events = chain.from_iterable(timelines)
        fixed += [text(event, "fixed") for event in events if "fixed" in event]
    return Advisory(
        id=name,
        link=_link(document, name),
        aliases=texts(document, "aliases") if "aliases" in document else (),
        details=optional_text(document, "details"),
        summary=optional_text(document, "summary"),
        fixed_in=_in_order(fixed),
        withdrawn=optional_moment(document, "withdrawn"),
        severity=severity_of(document),
        affected=affected,
    )


def _parts(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for part in objects(document, "affected"):
        package = part.get("package")
        if isinstance(package, dict) and package.get("ecosystem") == ECOSYSTEM:
            name = text(package, "name")
            if is_name(name):
                yield normalize(name), part


def _link(document: dict[str, Any], name: str) -> str:
    for reference in objects(document, "references"):
        if reference.get("type") == "ADVISORY":
            return text(reference, "url")
    return f"https://osv.dev/vulnerability/{name}"


def _affected(part: dict[str, Any], timelines: Sequence[list[dict[str, Any]]]) -> Affected:
    listed = frozenset(texts(part, "versions")) if "versions" in part else frozenset()
    return Affected(listed, tuple(chain.from_iterable(map(_ranges, timelines))))


def _ranges(timeline: list[dict[str, Any]]) -> tuple[Range, ...]:
    return ranges_of(
        {kind: text(event, kind) for kind in KINDS if kind in event} for event in timeline
    )


def _in_order(versions: Sequence[str]) -> tuple[str, ...]:
    return unique(sorted(versions, key=lambda each: (parse(each) or _LOWEST, each)))
