"""Advisories in the format of OSV (https://ossf.github.io/osv-schema/).

A version is affected when it is listed, or lies in a range of type ECOSYSTEM. Only what is
said of the ecosystem PyPI concerns us.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from packaging.version import Version

from warehouse.packaging.names import is_valid_name, normalize
from warehouse.packaging.versions import parse
from warehouse.vulnerabilities.advisories import (
    Advisory,
    Covers,
    identifier,
    objects,
    optional_moment,
    optional_text,
    text,
    texts,
    unique,
)
from warehouse.vulnerabilities.errors import AdvisoryInvalid
from warehouse.vulnerabilities.severity import severity_of

ECOSYSTEM = "PyPI"
SOURCE = "osv"

_Event = tuple[Version, str]
_LOWEST = Version("0.dev0")


def advisory_of(document: Any) -> Advisory:
    """Parse a document of OSV; raises `AdvisoryInvalid`."""
    if not isinstance(document, dict):
        raise AdvisoryInvalid("it is no object")
    name = identifier(document)
    covers: dict[str, list[Covers]] = defaultdict(list)
    fixed: list[str] = []
    for project, part in _parts(document):
        timelines = [
            objects(each, "events")
            for each in objects(part, "ranges")
            if each.get("type") == "ECOSYSTEM"
        ]
        covers[project].append(_covers(part, timelines))
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
        affected={project: _any_of(found) for project, found in covers.items()},
    )


def _parts(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for part in objects(document, "affected"):
        package = part.get("package")
        if isinstance(package, dict) and package.get("ecosystem") == ECOSYSTEM:
            name = text(package, "name")
            if is_valid_name(name):
                yield normalize(name), part


def _link(document: dict[str, Any], name: str) -> str:
    for reference in objects(document, "references"):
        if reference.get("type") == "ADVISORY":
            return text(reference, "url")
    return f"https://osv.dev/vulnerability/{name}"


def _covers(part: dict[str, Any], ranges: Sequence[list[dict[str, Any]]]) -> Covers:
    listed = frozenset(texts(part, "versions")) if "versions" in part else frozenset()
    timelines = [_timeline(events) for events in ranges]

    def covers(version: str) -> bool:
        if version in listed:
            return True
        parsed = parse(version)
        return parsed is not None and any(_is_within(line, parsed) for line in timelines)

    return covers


def _any_of(found: Sequence[Covers]) -> Covers:
    return lambda version: any(covers(version) for covers in found)


def _timeline(events: Sequence[dict[str, Any]]) -> list[_Event]:
    """Return the events ordered by version, none if a version has no order."""
    found: list[_Event] = []
    for event in events:
        for kind in ("introduced", "fixed", "last_affected"):
            if kind in event:
                value = text(event, kind)
                version = _LOWEST if value == "0" else parse(value)
                if version is None:
                    return []
                found.append((version, kind))
    return sorted(found, key=lambda each: each[0])


def _is_within(timeline: Sequence[_Event], version: Version) -> bool:
    is_affected = False
    for moment, kind in timeline:
        is_over = version > moment if kind == "last_affected" else version >= moment
        if is_over:
            is_affected = kind == "introduced"
    return is_affected


def _in_order(versions: Sequence[str]) -> tuple[str, ...]:
    return unique(sorted(versions, key=lambda each: (parse(each) or _LOWEST, each)))
