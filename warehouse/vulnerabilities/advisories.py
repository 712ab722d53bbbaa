"""An advisory as we understand it, whatever form it came in, and reading its parts.

Whoever wrote it may have written anything: every part has its type checked, and text
loses what a database cannot hold.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from warehouse.packaging import limits
from warehouse.packaging.names import is_valid_name, normalize
from warehouse.vulnerabilities.affected import Affected
from warehouse.vulnerabilities.errors import AdvisoryInvalid
from warehouse.vulnerabilities.severity import Severity, severity_of

_LONGEST_ID = 200
_LONGEST_NAME = limits.OF_FIELD["name"].longest


@dataclass(frozen=True, kw_only=True)
class Advisory:
    """One vulnerability, and which versions of which projects have it.

    `affected` has the normalised names of projects.
    """

    id: str
    link: str | None
    aliases: tuple[str, ...]
    details: str | None
    summary: str | None
    fixed_in: tuple[str, ...]
    withdrawn: datetime | None
    affected: Mapping[str, Affected]
    severity: Severity | None = None


def reported(item: Any) -> Advisory:
    """Parse one item of a pushed report; raises `AdvisoryInvalid`.

    A project that cannot exist anywhere is no reason to complain.
    """
    if not isinstance(item, dict):
        raise AdvisoryInvalid("an item is no object")
    versions = frozenset(texts(item, "versions"))
    project = text(item, "project")
    events = objects(item, "events")
    return Advisory(
        id=identifier(item),
        link=text(item, "link"),
        aliases=texts(item, "aliases"),
        details=optional_text(item, "details"),
        summary=optional_text(item, "summary"),
        fixed_in=unique(text(event, "fixed") for event in events if "fixed" in event),
        withdrawn=optional_moment(item, "withdrawn"),
        severity=severity_of(item),
        affected={normalize(project): Affected(versions)} if is_name(project) else {},
    )


def is_name(name: str) -> bool:
    """Return whether a project may be called so; what is longer than any name is none."""
    return len(name) <= _LONGEST_NAME and is_valid_name(name)


def identifier(item: Mapping[str, Any]) -> str:
    """Return an id; raise `AdvisoryInvalid` if no database could find it again."""
    value = text(item, "id")
    if len(value) > _LONGEST_ID:
        raise AdvisoryInvalid(f"id has more than {_LONGEST_ID} characters")
    return value


def text(item: Mapping[str, Any], key: str) -> str:
    """Return a text; raise `AdvisoryInvalid` if it is missing."""
    value = optional_text(item, key)
    if not value:
        raise AdvisoryInvalid(f"{key} is missing")
    return value


def optional_text(item: Mapping[str, Any], key: str) -> str | None:
    """Return a text, or None if it is missing."""
    value = item.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        raise AdvisoryInvalid(f"{key} is no text")
    return _storable(value)


def texts(item: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """Return a list of texts; raise `AdvisoryInvalid` if it is missing."""
    values = item.get(key)
    if not isinstance(values, list) or any(not isinstance(each, str) for each in values):
        raise AdvisoryInvalid(f"{key} is no list of texts")
    return unique(map(_storable, values))


def objects(item: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    """Return a list of objects, empty if it is missing."""
    values = item.get(key)
    if values is None:
        return []
    if not isinstance(values, list) or any(not isinstance(each, dict) for each in values):
        raise AdvisoryInvalid(f"{key} is no list of objects")
    return values


def optional_moment(item: Mapping[str, Any], key: str) -> datetime | None:
    """Return a time in RFC 3339, or None if it is missing."""
    value = optional_text(item, key)
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(value)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        raise AdvisoryInvalid(f"{key} is no time: {value}") from error


def unique(values: Any) -> tuple[Any, ...]:
    """Return the values in their order, each once."""
    return tuple(dict.fromkeys(values))


def _storable(value: str) -> str:
    return value.replace("\0", "").encode("utf-8", "replace").decode()
