"""Reading what a program sends: parameters of the query, and a JSON object.

Nothing is ignored: an unknown or doubled field and a wrong type are answered by name, all
that are wrong at once.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from warehouse.api.management.problems import FieldError, Problem
from warehouse.http import Request

LARGEST = 64 * 1024
"""Bytes of a body."""

_SHOWN = 100
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_NUMBER = re.compile(r"(0|[1-9][0-9]{0,9})\Z", re.ASCII)


class FieldInvalid(ValueError):
    """A value is not what its field takes; the text says what that is."""


@dataclass(frozen=True)
class Text:
    """One line of text."""

    longest: int
    default: str | None = None
    """What it is if it is not sent; without one it has to be."""

    def read(self, value: Any) -> str:
        """Return the text without spaces around it; raises `FieldInvalid`."""
        if not isinstance(value, str):
            raise FieldInvalid(f"It has to be a string, not {shown(value)}.")
        text = value.strip()
        if _CONTROL.search(text):
            raise FieldInvalid("Control characters are not allowed.")
        if len(text) > self.longest:
            raise FieldInvalid(f"It may have {self.longest} characters, not {len(text)}.")
        if not text and self.default is None:
            raise FieldInvalid("It must not be empty.")
        return text


@dataclass(frozen=True)
class Choice:
    """One of a few words."""

    words: tuple[str, ...]
    default: str | None = None

    def read(self, value: Any) -> str:
        """Return the word; raises `FieldInvalid`."""
        if not isinstance(value, str) or value not in self.words:
            raise FieldInvalid(f"It has to be {_either(self.words)}, not {shown(value)}.")
        return value


@dataclass(frozen=True)
class Choices:
    """A list of some of a few words, at least one."""

    words: tuple[str, ...]
    default: None = None

    def read(self, value: Any) -> list[str]:
        """Return the words, each once; raises `FieldInvalid`."""
        if not isinstance(value, list) or not value:
            raise FieldInvalid(f"It has to be a list of words, not {shown(value)}.")
        for each in value:
            if not isinstance(each, str) or each not in self.words:
                raise FieldInvalid(f"{shown(each)} is none of {_listed(self.words)}.")
        return list(dict.fromkeys(value))


@dataclass(frozen=True)
class Number:
    """A whole number in the query, from `smallest` to `largest`."""

    largest: int
    default: int
    smallest: int = 1

    def read(self, value: Any) -> int:
        """Return the number; raises `FieldInvalid`."""
        is_number = _NUMBER.match(value) is not None
        if not is_number or not self.smallest <= int(value) <= self.largest:
            bounds = f"from {self.smallest} to {self.largest}"
            raise FieldInvalid(f"It has to be a whole number {bounds}, not {shown(value)}.")
        return int(value)


@dataclass(frozen=True)
class Switch:
    """True or false."""

    default: None = None

    def read(self, value: Any) -> bool:
        """Return the value; raises `FieldInvalid`."""
        if not isinstance(value, bool):
            raise FieldInvalid(f"It has to be true or false, not {shown(value)}.")
        return value


@dataclass(frozen=True)
class Whole:
    """A whole number in a body, from 1 to `largest`."""

    largest: int
    default: None = None

    def read(self, value: Any) -> int:
        """Return the number; raises `FieldInvalid`."""
        is_number = isinstance(value, int) and not isinstance(value, bool)
        if not is_number or not 1 <= value <= self.largest:
            bounds = f"from 1 to {self.largest}"
            raise FieldInvalid(f"It has to be a whole number {bounds}, not {shown(value)}.")
        return int(value)


@dataclass(frozen=True)
class Texts:
    """A list of some lines of text."""

    most: int
    field: Text
    fewest: int = 1
    default: None = None

    def read(self, value: Any) -> list[str]:
        """Return the texts, each once; raises `FieldInvalid`."""
        if not isinstance(value, list) or len(value) < self.fewest:
            raise FieldInvalid(f"It has to be a list of strings, not {shown(value)}.")
        if len(value) > self.most:
            raise FieldInvalid(f"It may have {self.most} strings, not {len(value)}.")
        return list(dict.fromkeys(self.field.read(each) for each in value))


@dataclass(frozen=True)
class Nullable:
    """A whole number in a body, or null for none."""

    field: Whole
    default: None = None

    def read(self, value: Any) -> int | None:
        """Return the number or None; raises `FieldInvalid`."""
        return None if value is None else self.field.read(value)


UNCHANGED = object()
"""What an `Optional` field is that was not sent."""


@dataclass(frozen=True)
class Optional:
    """A field without which something stays as it is."""

    field: Text | Texts | Choice | Choices | Switch | Whole | Nullable
    default: Any = UNCHANGED

    def read(self, value: Any) -> Any:
        """Return what was sent; raises `FieldInvalid`."""
        return self.field.read(value)


Field = Text | Texts | Choice | Choices | Number | Whole | Switch | Optional
Fields = Mapping[str, Field]


def read_query(request: Request, fields: Fields) -> dict[str, Any]:
    """Return the parameters of the query; raises `Problem`."""
    return _checked(request.GET.items(), fields, "parameter of the query")


def read_body(request: Request, fields: Fields) -> dict[str, Any]:
    """Return the fields of a JSON object; no body is one without fields.

    Raises `Problem`.
    """
    length = request.content_length or 0
    if length > LARGEST:
        raise Problem(413, f"The body may have {LARGEST} bytes, not {length}.")
    body = request.body
    if not body:
        return _checked((), fields, "field")
    if request.content_type != "application/json":
        kind = shown(request.content_type)
        raise Problem(415, f"The body has to be application/json, not {kind}.")
    return _checked(_object(body), fields, "field")


def shown(value: Any) -> str:
    """Return a value as JSON of bounded length, for a sentence."""
    text = json.dumps(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


class _Object(list[tuple[str, Any]]):
    """The members of a JSON object, those that are there twice among them."""


def _object(body: bytes) -> _Object:
    try:
        found = json.loads(
            body.decode("utf-8"),
            object_pairs_hook=_Object,
            parse_constant=_refuse_constant,
        )
    except (ValueError, RecursionError) as error:
        reason = "it is nested too deeply"
        if not isinstance(error, RecursionError):
            reason = str(error)[:_SHOWN]
        raise Problem(400, f"The body is not JSON in UTF-8: {reason}.") from None
    if not isinstance(found, _Object):
        raise Problem(400, "The body has to be a JSON object.")
    return found


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _checked(
    members: Iterable[tuple[str, Any]], fields: Fields, kind: str
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for name, value in members:
        if name not in fields:
            known = f"Known are {_listed(tuple(fields))}." if fields else "It has none."
            errors[_abbreviated(name)] = f"There is no such {kind}. {known}"
        elif name in found or name in errors:
            errors[name] = "It was sent twice."
        else:
            try:
                found[name] = fields[name].read(value)
            except FieldInvalid as error:
                errors[name] = str(error)
    for name, field in fields.items():
        if name not in found and name not in errors:
            if field.default is None:
                errors[name] = "It is missing."
            else:
                found[name] = field.default
    if errors:
        problems = [FieldError(*each) for each in errors.items()]
        words = "; ".join(f"{each.field}: {each.message}" for each in problems[:3])
        raise Problem(400, f"The request is wrong. {words}", errors=problems)
    return found


def _abbreviated(name: str) -> str:
    clean = _CONTROL.sub("?", name)
    return clean if len(clean) <= _SHOWN else f"{clean[:_SHOWN]}…"


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(words)


def _either(words: tuple[str, ...]) -> str:
    return " or ".join(words)
