"""Declare settings as fields that name their variables, and load them.

Every problem is gathered before anything is reported, so an operator mends a
configuration once and not once for each mistake.
"""

import base64
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields, is_dataclass
from datetime import timedelta
from typing import Any, TypeVar

import limits

MIB = 1024 * 1024

_CENTURY = 36_500

T = TypeVar("T")


@dataclass(frozen=True)
class Variable:
    """One environment variable as a settings class declares it."""

    name: str
    help: str
    parse: Callable[[str], Any]
    is_secret: bool
    default: Any

    @property
    def is_required(self) -> bool:
        """Return whether the process refuses to start without it."""
        return self.default is MISSING


@dataclass(frozen=True)
class Origin:
    """A setting's value, and whether the environment has set it."""

    variable: Variable
    value: Any
    is_set: bool


class SettingsError(Exception):
    """The environment cannot be used; `problems` has all that is wrong with it."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


def env(
    name: str,
    *,
    help: str,
    default: Any = MISSING,
    parse: Callable[[str], Any] = str,
    is_secret: bool = False,
) -> Any:
    """Declare a field that is read from the environment variable `name`."""
    variable = Variable(name, help, parse, is_secret, default)
    return field(metadata={"variable": variable})


def load(kind: type[T], environ: Mapping[str, str] = os.environ) -> T:
    """Build `kind` from `environ`; raise `SettingsError` with every problem."""
    problems: list[str] = []
    settings = _build(kind, environ, problems)
    if problems:
        raise SettingsError(problems)
    return settings  # type: ignore[no-any-return]


def variables(kind: type) -> Iterator[Variable]:
    """Yield every variable of `kind`, in the order of declaration."""
    for each in fields(kind):
        nested = _nested(each)
        if nested is not None:
            yield from variables(nested)
        else:
            yield each.metadata["variable"]


def origins(settings: object, environ: Mapping[str, str] = os.environ) -> Iterator[Origin]:
    """Yield every setting of a loaded tree with its value and whether it was set."""
    for each in fields(settings):  # type: ignore[arg-type]
        value = getattr(settings, each.name)
        if is_dataclass(value) and "variable" not in each.metadata:
            yield from origins(value, environ)
        else:
            variable = each.metadata["variable"]
            yield Origin(variable, value, bool(environ.get(variable.name)))


def choice(*allowed: str) -> Callable[[str], str]:
    """Return a parser that admits the words `allowed`."""

    def parse(text: str) -> str:
        if text not in allowed:
            raise ValueError(f"must be one of {', '.join(allowed)}")
        return text

    return parse


def several(*allowed: str) -> Callable[[str], tuple[str, ...]]:
    """Return a parser of some of the words `allowed`."""

    def parse(text: str) -> tuple[str, ...]:
        found = words(text)
        for each in found:
            if each not in allowed:
                raise ValueError(f"{each!r} is none of {', '.join(allowed)}")
        return found

    return parse


def boolean(text: str) -> bool:
    """Parse `true` or `false`, in the usual spellings."""
    word = text.strip().lower()
    if word in {"1", "true", "yes", "on"}:
        return True
    if word in {"0", "false", "no", "off"}:
        return False
    raise ValueError("must be true or false")


def mebibytes(text: str) -> int:
    """Parse a whole number of MiB into bytes."""
    return count(text) * MIB


def days(text: str) -> timedelta:
    """Parse a whole number of days; 0 means no time at all."""
    return timedelta(days=number(0, _CENTURY)(text))


def seconds(text: str) -> timedelta:
    """Parse a whole number of seconds above zero."""
    return timedelta(seconds=count(text))


def count(text: str) -> int:
    """Parse a whole number above zero."""
    return number(1)(text)


def number(lowest: int, highest: int = 2**31) -> Callable[[str], int]:
    """Return a parser that admits whole numbers from `lowest` to `highest`."""

    def parse(text: str) -> int:
        if not text.removeprefix("-").isdecimal() or not text.isascii():
            raise ValueError("must be a whole number")
        found = int(text)
        if not lowest <= found <= highest:
            raise ValueError(f"must be from {lowest} to {highest}")
        return found

    return parse


def rate(text: str) -> str:
    """Check a limit, as in `20 per hour`."""
    from limits import parse

    try:
        parse(text)
    except ValueError:
        raise ValueError("must be written as in `20 per hour`") from None
    return text


def limit(text: str) -> str:
    """Check one or more limits, as in `5 per second, 3600 per hour`."""
    try:
        limits.parse_many(text)
    except ValueError:
        raise ValueError('must be written as in "3600 per hour"') from None
    return text


def base_url(text: str) -> str:
    """Parse the beginning of URLs, removing slashes at its end."""
    if not text.startswith(("http://", "https://")):
        raise ValueError("must start with http:// or https://")
    return text.rstrip("/")


def keys(text: str) -> str:
    """Parse where public keys are: in a file, or at an `https://` address."""
    if "://" in text and not text.startswith("https://"):
        raise ValueError("must be a file or start with https://")
    return text


def words(text: str) -> tuple[str, ...]:
    """Split words at commas and spaces."""
    return tuple(text.replace(",", " ").split())


_SHORTEST_SECRET = 24


def signing_secrets(text: str) -> tuple[str, ...]:
    """Read secrets that calls of another service are signed with, spaces between."""
    secrets = tuple(text.split())
    if any(len(each) < _SHORTEST_SECRET for each in secrets):
        raise ValueError(f"must have at least {_SHORTEST_SECRET} characters")
    for each in secrets:
        if each.startswith("whsec_"):
            base64.b64decode(each.removeprefix("whsec_"), validate=True)
    return secrets


def _nested(each: Field[Any]) -> type | None:
    kind = each.default_factory
    return kind if isinstance(kind, type) and is_dataclass(kind) else None


def _build(kind: type, environ: Mapping[str, str], problems: list[str]) -> Any:
    values: dict[str, Any] = {}
    found: list[str] = []
    for each in fields(kind):
        nested = _nested(each)
        if nested is not None:
            values[each.name] = _build(nested, environ, found)
        else:
            values[each.name] = _read(each.metadata["variable"], environ, found)
    problems += found
    if found:
        return None
    try:
        return kind(**values)
    except ValueError as error:
        problems.append(str(error))
    return None


def _read(variable: Variable, environ: Mapping[str, str], problems: list[str]) -> Any:
    text = environ.get(variable.name, "").strip()
    if not text:
        if variable.is_required:
            problems.append(f"{variable.name} is not set ({variable.help})")
            return None
        return variable.default
    try:
        return variable.parse(text)
    except ValueError as error:
        shown = "its value" if variable.is_secret else repr(text)
        problems.append(f"{variable.name}: {shown} cannot be used: {error}")
        return None


def group(kind: type[T]) -> T:
    """Declare a field that holds the nested settings class `kind`."""
    return field(default_factory=kind)
