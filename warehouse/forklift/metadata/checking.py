"""Judging core metadata: the specification's rules, and those of an index.

`packaging` knows the specification. An index is stricter: links must be links, nothing
may be required by direct URL, classifiers must exist, versions must not be local.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

from packaging.metadata import InvalidMetadata, Metadata, RawMetadata
from packaging.version import Version

from warehouse.classifiers.vocabulary import PUBLISHED, Vocabulary
from warehouse.forklift.metadata import rules
from warehouse.packaging.metadata.fields import BY_HEADER, FIELDS, priority
from warehouse.packaging.metadata.reading import Raw


class InvalidField(Exception):
    """A field that is not as it must be; `problem` is a sentence without its full stop."""

    def __init__(self, header: str, problem: str) -> None:
        super().__init__(f"{header}: {problem}")
        self.header, self.problem = header, problem

    @property
    def is_local_version(self) -> bool:
        """Return whether it is about a local version, which has its own help."""
        return self.header == "version" and "local version" in self.problem


@dataclass(frozen=True, kw_only=True)
class CoreMetadata:
    """Metadata that passed; `values` as given, by the keys of `packaging.metadata`."""

    metadata_version: str
    name: str
    version: Version
    values: Mapping[str, Any]
    ignored: tuple[str, ...] = ()
    """The headers that its version of metadata does not have yet."""

    def text(self, key: str) -> str | None:
        """Return a single-use field."""
        found = self.values.get(key)
        return None if found is None else str(found)

    def several(self, key: str) -> tuple[str, ...]:
        """Return a multiple-use field."""
        return tuple(self.values.get(key) or ())


def check(raw: Raw, vocabulary: Vocabulary = PUBLISHED) -> CoreMetadata:
    """Return `raw` if it is valid; raises the most important `InvalidField`."""
    found = _problems(raw, vocabulary)
    problem = min(found, key=lambda each: priority(each.header), default=None)
    if problem is not None:
        raise problem
    parsed = _parsed(raw)
    values = dict(raw.values)
    values["license_expression"] = parsed.license_expression
    values["provides_extra"] = parsed.provides_extra
    if "dynamic" in values:
        values["dynamic"] = [name.lower().title() for name in values["dynamic"]]
    return CoreMetadata(
        metadata_version=parsed.metadata_version,
        name=parsed.name,
        version=parsed.version,
        values={key: value for key, value in values.items() if value is not None},
        ignored=raw.ignored,
    )


def _parsed(raw: Raw) -> Metadata:
    return Metadata.from_raw(cast(RawMetadata, dict(raw.values)), validate=False)


def _problems(raw: Raw, vocabulary: Vocabulary) -> Iterator[InvalidField]:
    for header, problem in raw.unusable.items():
        yield InvalidField(header, problem)
    parsed = _parsed(raw)
    for each in FIELDS:
        if each.key not in raw.values and each.key not in {
            "metadata_version",
            "name",
            "version",
        }:
            continue
        if each.header in raw.unusable:
            continue
        found = _first_problem(parsed, each.key, raw, vocabulary)
        if found is not None:
            yield InvalidField(each.header, found)
    if "license" in raw.values and "license_expression" in raw.values:
        yield InvalidField("license", rules.LICENSE_TWICE)


def _first_problem(
    parsed: Metadata, key: str, raw: Raw, vocabulary: Vocabulary
) -> str | None:
    value = raw.values.get(key)
    steps: list[Callable[[], object]] = [partial(getattr, parsed, key)]
    rule = rules.RULES.get(key)
    if rule is not None:
        steps.append(partial(rule, value))
    if key == "classifiers":
        steps.append(partial(rules.classifiers_are_known, value or [], vocabulary))
    for step in steps:
        try:
            step()
        except rules.Broken as error:
            return str(error)
        except InvalidMetadata as error:
            return str(error)
        except (ValueError, RecursionError, MemoryError, IndexError):
            header = next(each.header for each in BY_HEADER.values() if each.key == key)
            return f"{rules.quoted(value)} is invalid for {header!r}"
    return None
