"""Feeds as RSS 2.0."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime, getaddresses
from xml.etree.ElementTree import Element

from warehouse.api.serializers.characters import one_line
from warehouse.api.serializers.xml import add, document


@dataclass(frozen=True, kw_only=True)
class Item:
    """One piece of news; `guid` only where it is the same as the link."""

    title: str
    link: str
    description: str | None
    author_email: str | None
    published: datetime | None
    has_guid: bool = False


def feed(*, title: str, link: str, description: str, items: Iterable[Item]) -> bytes:
    """Return a feed as an RSS 2.0 document."""
    root = Element("rss", version="2.0")
    channel = add(root, "channel")
    add(channel, "title", title)
    add(channel, "link", link)
    add(channel, "description", description)
    add(channel, "language", "en")
    for item in items:
        _add_item(channel, item)
    return document(root)


def authors(author_email: str | None) -> str | None:
    """Return the addresses of a metadata field, or None if a part of it is no address."""
    found = [address for _, address in getaddresses([author_email or ""])]
    if not found or any("@" not in address for address in found):
        return None
    return ", ".join(found)


def _add_item(channel: Element, item: Item) -> None:
    element = add(channel, "item")
    add(element, "title", item.title)
    add(element, "link", item.link)
    if item.has_guid:
        add(element, "guid", item.link)
    add(element, "description", one_line(item.description or ""))
    author = authors(item.author_email)
    if author is not None:
        add(element, "author", author)
    if item.published is not None:
        add(element, "pubDate", format_datetime(item.published, usegmt=True))
