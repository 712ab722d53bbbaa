"""Reading core metadata out of a form or out of a file, without judging it.

Both are cleaned in the same way, and held against the same limits before any value is
looked into.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from warehouse.packaging import limits
from warehouse.packaging.metadata.cleaning import (
    cleaned,
    perhaps_unfolded,
    says_nothing,
    unfolded,
)
from warehouse.packaging.metadata.fields import BY_HEADER, FIELDS, MetadataField, age
from warehouse.packaging.metadata.headers import HeadersUnreadable, parts_of

_FIRST = FIELDS[0].header


@dataclass(frozen=True)
class Raw:
    """Metadata as given: values by the keys of `packaging.metadata`, and the unusable.

    `unusable` has the headers of fields that cannot be read, each with what is wrong;
    `ignored` those that the declared metadata version does not have yet.
    """

    values: Mapping[str, Any]
    unusable: Mapping[str, str] = field(default_factory=dict)
    ignored: tuple[str, ...] = field(default=())


def from_form(fields: Mapping[str, tuple[str, ...]]) -> Raw:
    """Return the metadata fields of a form that has been received.

    Clients send what they find in the file, also what is too new for its version.
    """
    given = {each.header: fields.get(each.form_key, ()) for each in FIELDS}
    values, unusable = _read({name: texts for name, texts in given.items() if any(texts)})
    if "description" in values:
        values["description"] = perhaps_unfolded(values["description"])
    return _of_its_time(cleaned(values), unusable)


def from_file(data: bytes) -> Raw:
    """Return the metadata of a METADATA or PKG-INFO file.

    Build backends have long written License-File before there was one, so fields that
    are too new for the declared version are put aside.
    """
    try:
        parts = parts_of(data.replace(b"\0", b"\\x00"))
    except HeadersUnreadable as error:
        return Raw({}, {_FIRST: error.problem})
    given = {name: tuple(map(_decoded, texts)) for name, texts in parts.headers.items()}
    is_folded = "description" in given
    body = _decoded(parts.body)
    if not says_nothing(body):
        given["description"] = (*given.get("description", ()), body)
    values, unusable = _read(given)
    if is_folded and "description" in values:
        values["description"] = unfolded(values["description"])
    return _of_its_time(cleaned(values), unusable)


def _of_its_time(values: dict[str, Any], unusable: Mapping[str, str]) -> Raw:
    """Put aside the fields that are too new for the declared version."""
    ignored = tuple(_too_new(values))
    for each in ignored:
        del values[BY_HEADER[each].key]
    return Raw(values, unusable, ignored)


def _decoded(text: bytes) -> str:
    """Decode UTF-8; keep other bytes, to be refused with the name of their field."""
    return text.decode("utf-8", "surrogateescape")


def _read(given: Mapping[str, Sequence[str]]) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the values of fields by their keys, and problems by header."""
    values: dict[str, Any] = {}
    unusable: dict[str, str] = {}
    for header, texts in given.items():
        each = BY_HEADER[header]
        problem = _problem(each, texts)
        if problem is None:
            values[each.key] = _value(each, texts)
        else:
            unusable[header] = problem
    return values, unusable


def _problem(each: MetadataField, given: Sequence[str]) -> str | None:
    """Return why a field is not read any further, or None."""
    limit = limits.OF_FIELD[each.header]
    longest = max(given, key=len, default="")
    shown = repr(abbreviated(_printable(longest)))
    if not each.is_multiple and len(given) > 1:
        first, second = (repr(abbreviated(_printable(text))) for text in given[:2])
        what = f"it is given {len(given)} times, with {first} and {second}"
    elif len(given) > limit.most:
        what = f"it is given {len(given)} times, and {limit.most} are the most"
    elif len(longest) > limit.longest and each.key != "summary":
        what = f"{shown} has {len(longest)} characters, and {limit.longest} are the most"
    elif any(map(_has_other_bytes, given)):
        what = "it is not text encoded as UTF-8"
    elif each.key == "project_urls" and (label := _repeated(given)) is not None:
        what = f"the label {abbreviated(label)!r} is given twice"
    else:
        return None
    return f"{each.header!r} has invalid data: {what}"


def _printable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


def _has_other_bytes(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def _repeated(pairs: Iterable[str]) -> str | None:
    """Return the first label that is there twice."""
    seen: set[str] = set()
    for pair in pairs:
        label = pair.partition(",")[0].strip()
        if label in seen:
            return label
        seen.add(label)
    return None


def _value(each: MetadataField, given: Sequence[str]) -> Any:
    if each.key == "project_urls":
        pairs = (pair.partition(",") for pair in given)
        return {label.strip(): url.strip() for label, _, url in pairs}
    if each.is_multiple:
        return list(given)
    if each.key == "keywords":
        return [word.strip() for word in given[0].split(",")]
    return given[0]


def _too_new(values: Mapping[str, Any]) -> Iterable[str]:
    try:
        declared = age(values["metadata_version"])
    except (KeyError, ValueError):
        return
    for each in FIELDS:
        if each.key in values and age(each.since) > declared:
            yield each.header


def abbreviated(value: str) -> str:
    """Shorten a value for a message to its two ends, beyond 60 characters."""
    return value if len(value) <= 60 else f"{value[:30]}...{value[-30:]}"
