"""Feeds in Atom (RFC 4287)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID
from xml.etree.ElementTree import Element

from warehouse.api.serializers.characters import one_line
from warehouse.api.serializers.xml import add, document

_NAMESPACE = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True)
class Entry:
    """One piece of news."""

    id: UUID
    title: str
    link: str
    updated: datetime


def feed(
    *,
    id: UUID,
    title: str,
    author: str,
    link: str,
    language: str,
    updated: datetime,
    entries: Iterable[Entry],
) -> bytes:
    """Return a feed as an Atom document."""
    root = Element("feed", {"xmlns": _NAMESPACE, "xml:lang": language})
    add(root, "id", id.urn)
    add(root, "title", one_line(title))
    add(root, "updated", _moment(updated))
    add(add(root, "author"), "name", one_line(author))
    add(root, "link", attributes={"href": link})
    for entry in entries:
        element = add(root, "entry")
        add(element, "id", entry.id.urn)
        add(element, "title", one_line(entry.title))
        add(element, "updated", _moment(entry.updated))
        add(element, "link", attributes={"href": entry.link})
    return document(root)


def _moment(moment: datetime) -> str:
    """Return a time as RFC 3339 writes it."""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
