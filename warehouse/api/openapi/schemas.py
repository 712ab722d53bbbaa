"""Schemas as tables: a row for each field, however deep it is in a document."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import orjson

from warehouse.api.openapi.document import Document, document
from warehouse.api.openapi.prose import Paragraph, paragraphs

_PLURALS = {
    "string": "strings",
    "object": "objects",
    "integer": "integers",
    "array": "arrays",
}


@dataclass(frozen=True)
class Kind:
    """The type of a value: words, its possible values, and the schema to look up."""

    words: str
    values: tuple[str, ...] = ()
    link: str | None = None


@dataclass(frozen=True)
class SchemaField:
    """One row: a field, or a parameter that is sent in `place`."""

    name: str
    kind: Kind
    description: tuple[Paragraph, ...]
    is_required: bool = False
    is_deprecated: bool = False
    place: str = ""


def resolved(node: Document) -> Document:
    """Resolve the reference in `node`, if any; what stands beside it overrides."""
    if "$ref" not in node:
        return node
    found: Any = document()
    for part in node["$ref"].removeprefix("#/").split("/"):
        found = found[part]
    return {**found, **{key: value for key, value in node.items() if key != "$ref"}}


def is_a_table(schema: Document) -> bool:
    """Return whether `schema` has fields of its own, in any of its forms."""
    return any("properties" in each for each in (schema, *schema.get("oneOf", ())))


def fields(schema: Document, prefix: str = "") -> Iterator[SchemaField]:
    """Yield the fields of `schema`, but not those of schemas with a table of their own."""
    for form in (schema, *schema.get("oneOf", ())):
        required = form.get("required", ())
        for name, value in form.get("properties", {}).items():
            about = resolved(value)
            yield SchemaField(
                name=prefix + name,
                kind=kind_of(value),
                description=paragraphs(about.get("description", "")),
                is_required=name in required,
                is_deprecated=about.get("deprecated", False),
            )
            if "$ref" not in value:
                yield from _below(value, prefix + name)


def _below(schema: Document, name: str) -> Iterator[SchemaField]:
    yield from fields(schema, f"{name}.")
    for key, mark in (("items", "[]."), ("additionalProperties", ".*.")):
        inner = schema.get(key)
        if isinstance(inner, dict) and "$ref" not in inner:
            yield from fields(inner, name + mark)


def kind_of(schema: Document) -> Kind:
    """Return a few words for the type of a value of `schema`."""
    if "$ref" in schema:
        about = resolved(schema)
        if is_a_table(about):
            name = schema["$ref"].rpartition("/")[2]
            return Kind(name, link=name)
        return kind_of(about)
    if "const" in schema:
        return Kind("", (_written(schema["const"]),))
    if "enum" in schema:
        return Kind("one of", tuple(map(_written, schema["enum"])))
    types = schema.get("type", "anything")
    names = [types] if isinstance(types, str) else types
    inner = schema.get("items", schema.get("additionalProperties"))
    return _holding(inner, names) if isinstance(inner, dict) else Kind(" or ".join(names))


def _holding(inner: Document, names: list[str]) -> Kind:
    """Return the type of an array or an object with that of its items."""
    held = kind_of(inner)
    first, _, rest_of_words = held.words.partition(" ")
    words = " ".join(filter(None, (_PLURALS.get(first, first), rest_of_words)))
    rest = "".join(f" or {name}" for name in names[1:])
    return Kind(f"{names[0]} of {words}{rest}", held.values, held.link)


def _written(value: Any) -> str:
    return value if isinstance(value, str) else orjson.dumps(value).decode()
