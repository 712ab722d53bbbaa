"""The document as a page shows it: groups of endpoints, and the objects they speak of."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from shlex import quote
from typing import Any

import orjson

from warehouse.api.openapi.document import Document, document
from warehouse.api.openapi.prose import Paragraph, paragraphs
from warehouse.api.openapi.schemas import (
    Kind,
    SchemaField,
    fields,
    is_a_table,
    kind_of,
    resolved,
)

_SERVER = "{server}"
_REFERENCE = re.compile(r"#/components/(schemas|responses)/(\w+)")


@dataclass(frozen=True)
class MediaType:
    """A body in one media type, as the document describes it."""

    media_type: str
    kind: Kind
    fields: tuple[SchemaField, ...]
    example: str | None

    @property
    def says_more(self) -> bool:
        """Return whether it has more to show than that it is text, or bytes."""
        return self.kind.link is not None or self.kind.words not in {"string", "bytes", ""}


@dataclass(frozen=True)
class ApiResponse:
    """A response with one status, as the document describes it."""

    status: str
    description: tuple[Paragraph, ...]
    headers: tuple[SchemaField, ...]
    bodies: tuple[MediaType, ...]


@dataclass(frozen=True)
class Procedure:
    """A method of XML-RPC."""

    name: str
    parameters: tuple[tuple[str, str], ...]
    result: str
    description: tuple[Paragraph, ...]
    is_deprecated: bool


@dataclass(frozen=True)
class Operation:
    """One method of one path."""

    id: str
    method: str
    path: str
    summary: str
    description: tuple[Paragraph, ...]
    command: str | None
    parameters: tuple[SchemaField, ...]
    bodies: tuple[MediaType, ...]
    procedures: tuple[Procedure, ...]
    answers: tuple[ApiResponse, ...]

    @property
    def anchor(self) -> str:
        """Return the id of its section on the page."""
        return f"endpoint-{self.id}"

    @property
    def link(self) -> tuple[str, str]:
        """Return its anchor and its title, for a table of contents."""
        return self.anchor, self.summary

    def asked_of(self, server: str) -> "Operation":
        """Return the same operation with the address of an index in its command."""
        command = self.command and self.command.replace(_SERVER, server)
        return replace(self, command=command)


@dataclass(frozen=True)
class Table:
    """An object that has a name; clients send it, or get it."""

    name: str
    is_sent: bool
    description: tuple[Paragraph, ...]
    fields: tuple[SchemaField, ...]


@dataclass(frozen=True)
class EndpointGroup:
    """Endpoints of one purpose, with the objects that are spoken of there first."""

    id: str
    name: str
    description: tuple[Paragraph, ...]
    operations: tuple[Operation, ...]
    tables: tuple[Table, ...]


def groups(server: str) -> tuple[EndpointGroup, ...]:
    """Return all groups of endpoints; their commands use the address `server`."""
    return tuple(
        replace(
            group,
            operations=tuple(each.asked_of(server) for each in group.operations),
        )
        for group in _groups()
    )


def introduction() -> tuple[Paragraph, ...]:
    """Return the paragraphs that are true of all endpoints."""
    return paragraphs(document()["info"]["description"])


@cache
def _groups() -> tuple[EndpointGroup, ...]:
    shown: set[str] = set()
    found = []
    for tag in document()["tags"]:
        described = [each for each in _described() if tag["name"] in each[2]["tags"]]
        names = [name for name in _named(described) if name not in shown]
        shown.update(names)
        found.append(
            EndpointGroup(
                id="about-" + tag["name"].lower().replace(" ", "-"),
                name=tag["name"],
                description=paragraphs(tag["description"]),
                operations=tuple(_operation(*each) for each in described),
                tables=tuple(map(_table, names)),
            )
        )
    return tuple(found)


def _described() -> Iterator[tuple[str, str, Document]]:
    """Yield paths, and the names of events that we send, with their operations."""
    for path, item in (*document()["paths"].items(), *document()["webhooks"].items()):
        for method, operation in item.items():
            yield path, method, operation


def _named(node: Any) -> list[str]:
    """Return the schemas with fields to which `node` refers, at any depth."""
    components = document()["components"]
    found: list[tuple[str, str]] = []
    waiting = [node]
    while waiting:
        text = orjson.dumps(waiting.pop(0)).decode()
        for kind, name in dict.fromkeys(_REFERENCE.findall(text)):
            if (kind, name) not in found:
                found.append((kind, name))
                waiting.append(components[kind][name])
    schemas = components["schemas"]
    names = [name for kind, name in found if kind == "schemas"]
    return [name for name in names if is_a_table(schemas[name])]


def _table(name: str) -> Table:
    schema = document()["components"]["schemas"][name]
    bodies = [each.get("requestBody") for _, _, each in _described()]
    return Table(
        name=name,
        is_sent=name in _named(bodies),
        description=paragraphs(schema["description"]),
        fields=tuple(fields(schema)),
    )


def _operation(path: str, method: str, about: Document) -> Operation:
    parameters = [resolved(each) for each in about.get("parameters", ())]
    return Operation(
        id=about["operationId"],
        method=method.upper(),
        path=path,
        summary=about["summary"],
        description=paragraphs(about.get("description", "")),
        command=about.get("x-command") or _asking(path, method, about),
        parameters=tuple(map(_parameter, parameters)),
        bodies=_bodies(about.get("requestBody", {})),
        procedures=tuple(map(_procedure, about.get("x-methods", ()))),
        answers=tuple(
            _answer(status, resolved(each))
            for status, each in sorted(about["responses"].items())
        ),
    )


def _asking(path: str, method: str, about: Document) -> str | None:
    """Return a shell command that sends the examples, where a token says who asks.

    What reads needs none.
    """
    has_token = "security" in about
    if method != "get" and not has_token:
        return None
    words = ["curl"] if method == "get" else ["curl", "-X", method.upper()]
    if has_token:
        words += ["-H", '"Authorization: Bearer $TOKEN"']
    for kind, content in about.get("requestBody", {}).get("content", {}).items():
        body = orjson.dumps(content["example"]).decode()
        words += ["-H", quote(f"Content-Type: {kind}"), "--data", quote(body)]
    return _asked(words, path, map(resolved, about.get("parameters", ())))


def _asked(words: list[str], path: str, parameters: Iterable[Document]) -> str:
    query = ""
    for each in parameters:
        example = str(each.get("example", ""))
        if each["in"] == "path":
            path = path.replace(f"{{{each['name']}}}", example)
        elif example and each["in"] == "header":
            words += ["-H", quote(f"{each['name']}: {example}")]
        elif example:
            query += f"{'&' if query else '?'}{each['name']}={example}"
    address = _SERVER + path + query
    return " ".join([*words, quote(address) if query else address])


def _parameter(about: Document) -> SchemaField:
    return SchemaField(
        name=about["name"],
        kind=kind_of(about["schema"]),
        description=paragraphs(about["description"]),
        is_required=about.get("required", False),
        place=about["in"],
    )


def _procedure(about: Document) -> Procedure:
    return Procedure(
        name=about["name"],
        parameters=tuple(about["parameters"].items()),
        result=about["result"],
        description=paragraphs(about["description"]),
        is_deprecated=about.get("deprecated", False),
    )


def _answer(status: str, about: Document) -> ApiResponse:
    headers = {name: resolved(each) for name, each in about.get("headers", {}).items()}
    return ApiResponse(
        status=status,
        description=paragraphs(about["description"]),
        headers=tuple(
            SchemaField(
                name=name,
                kind=kind_of(each["schema"]),
                description=paragraphs(each["description"]),
                is_required=each.get("required", False),
            )
            for name, each in headers.items()
        ),
        bodies=_bodies(about),
    )


def _bodies(about: Document) -> tuple[MediaType, ...]:
    return tuple(
        MediaType(
            media_type=media_type,
            kind=kind_of(content.get("schema", {"type": "bytes"})),
            fields=tuple(fields(content.get("schema", {}))),
            example=_example(content.get("example")),
        )
        for media_type, content in about.get("content", {}).items()
    )


def _example(value: Any) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return value.rstrip("\n")
    return orjson.dumps(value, option=orjson.OPT_INDENT_2).decode()
