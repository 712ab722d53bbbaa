"""Reading core metadata out of a form or out of a file, without judging it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from packaging.metadata import parse_email

from warehouse.forklift.metadata.fields import BY_HEADER, FIELDS, Field, age


@dataclass(frozen=True)
class Raw:
    """What was said: values by the keys of `packaging.metadata`, and what is unusable.

    `unusable` has the headers of fields that were repeated or cannot be decoded;
    `ignored` those that the declared metadata version does not have yet.
    """

    values: Mapping[str, Any]
    unusable: tuple[str, ...] = ()
    ignored: tuple[str, ...] = field(default=())


def from_form(fields: Mapping[str, tuple[str, ...]]) -> Raw:
    """The metadata fields of a form that has been cleaned up."""
    values: dict[str, Any] = {}
    unusable: list[str] = []
    for each in FIELDS:
        given = fields.get(each.form_key, ())
        if not given or given == ("",):
            continue
        try:
            values[each.key] = _value(each, given)
        except ValueError:
            unusable.append(each.header)
    return Raw(values, tuple(unusable))


def from_file(data: bytes) -> Raw:
    """The metadata of a METADATA or PKG-INFO file.

    Build backends have long written License-File before there was one, so fields that
    are too new for the declared version are put aside; empty ones and `UNKNOWN` too.
    """
    parsed, unparsed = parse_email(data.replace(b"\0", b"\\x00"))
    unusable = tuple(sorted(name for name in unparsed if name in BY_HEADER))
    values = {
        key: value
        for key, value in parsed.items()
        if value not in ("", [""], "UNKNOWN", ["UNKNOWN"]) and not _is_blank(value)
    }
    description = values.get("description")
    if isinstance(description, str):
        values["description"] = unfolded(description)
    ignored = tuple(_too_new(values))
    for each in ignored:
        del values[BY_HEADER[each].key]
    return Raw(values, unusable, ignored)


def unfolded(description: str) -> str:
    """A description without what was put before its lines to make them a header.

    The specification says seven spaces and a bar, setuptools long wrote eight spaces.
    """
    first, *rest = description.splitlines(keepends=True)
    for prefix in ("       |", "        "):
        if rest and all(line.startswith(prefix) or not line.strip() for line in rest):
            return first + "".join(line.removeprefix(prefix) for line in rest)
    return description


def _value(each: Field, given: tuple[str, ...]) -> Any:
    if each.key == "project_urls":
        return _labelled(given)
    if each.is_multiple:
        return list(given)
    if len(given) > 1:
        raise ValueError
    if each.key == "keywords":
        return [word.strip() for word in given[0].split(",")]
    return given[0]


def _labelled(given: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for pair in given:
        label, _, url = (part.strip() for part in pair.partition(","))
        if label in found:
            raise ValueError
        found[label] = url
    return found


def _is_blank(value: Any) -> bool:
    return isinstance(value, str) and not value.strip()


def _too_new(values: Mapping[str, Any]) -> Iterable[str]:
    try:
        declared = age(values["metadata_version"])
    except (KeyError, ValueError):
        return
    for each in FIELDS:
        if each.key in values and age(each.since) > declared:
            yield each.header
