"""Reading the names of a list of projects while it comes, with a little of it in memory.

The list of a large index has a million names. A list that is cut, or is none, is an error
that comes late: whoever takes the names must be able to forget them again.
"""

import codecs
import json
from collections.abc import Iterator
from email.message import Message
from typing import Any

from warehouse.simple_pages.bounds import LONGEST_TAG
from warehouse.simple_pages.errors import PageUnreadable
from warehouse.simple_pages.facts import is_name
from warehouse.simple_pages.markup import MarkupFinder
from warehouse.simple_pages.reading import HTML_TYPES, JSON, refuse_version
from warehouse.simple_pages.written import name_in, version_of

Pieces = Iterator[bytes]

_LONGEST_VALUE = 1024 * 1024
_DECODER = json.JSONDecoder()
_SPACE = " \t\r\n"


def names_in(pieces: Pieces, content_type: str) -> Iterator[str]:
    """Yield the names of projects as they are written; raises `PageUnreadable`."""
    message = Message()
    message["Content-Type"] = content_type
    kind = message.get_content_type() if content_type.strip() else ""
    if kind == JSON:
        found = _of_json(pieces)
    elif kind in HTML_TYPES:
        found = _of_html(pieces)
    else:
        said = content_type[:100]
        raise PageUnreadable(f"its content type is {said!r}, which is no simple page")
    yield from filter(is_name, found)


def _of_html(pieces: Pieces) -> Iterator[str]:
    finder, is_known = MarkupFinder(), False
    for text in _texts(pieces):
        finder.feed(text)
        if len(finder.rawdata) > LONGEST_TAG:
            raise PageUnreadable("it has a tag, comment or script of over a mebibyte")
        links = finder.found.links
        if links and not is_known:
            refuse_version(version_of(finder.found))
            is_known = True
        # The last one may still be open.
        yield from map(name_in, links[:-1])
        del links[:-1]
    yield from map(name_in, finder.found.links)


def _of_json(pieces: Pieces) -> Iterator[str]:
    """Read the object member by member, and that called `projects` entry by entry."""
    reader = _Reader(_texts(pieces))
    has_version = has_projects = False
    reader.expect("{")
    while not reader.skips("}"):
        key = reader.value()
        reader.expect(":")
        if key == "projects":
            has_projects = True
            yield from _entries(reader)
        elif key == "meta":
            refuse_version(_version(reader.value()))
            has_version = True
        else:
            reader.value()
        if not reader.skips(","):
            reader.expect("}")
            break
    if reader.peek():
        raise PageUnreadable("something follows its JSON")
    if not (has_version and has_projects):
        raise PageUnreadable("it has no meta or no projects")


def _entries(reader: "_Reader") -> Iterator[str]:
    reader.expect("[")
    while not reader.skips("]"):
        entry = reader.value()
        name = entry.get("name") if isinstance(entry, dict) else None
        if not isinstance(name, str):
            raise PageUnreadable("its projects are no list of objects with names")
        yield name
        if not reader.skips(","):
            reader.expect("]")
            return


def _version(meta: Any) -> str:
    found = meta.get("api-version") if isinstance(meta, dict) else None
    if not isinstance(found, str):
        raise PageUnreadable("its meta has no api-version")
    return found


def _texts(pieces: Pieces) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for each in pieces:
            yield decoder.decode(each)
        yield decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise PageUnreadable(f"it is not UTF-8 ({error.reason})") from None


class _Reader:
    """Takes one JSON value after the other from a text that comes in pieces."""

    def __init__(self, texts: Iterator[str]) -> None:
        self._texts = texts
        self._text, self._place = "", 0

    def peek(self) -> str:
        """Return the next character that is no space, or nothing at the end."""
        while True:
            while self._place < len(self._text):
                if self._text[self._place] not in _SPACE:
                    return self._text[self._place]
                self._place += 1
            if not self._fill():
                return ""

    def skips(self, mark: str) -> bool:
        """Return whether `mark` comes next, and leave it behind then."""
        is_next = self.peek() == mark
        self._place += is_next
        return is_next

    def expect(self, mark: str) -> None:
        """Leave `mark` behind; raises `PageUnreadable` where something else comes."""
        if not self.skips(mark):
            raise PageUnreadable("it is not JSON, or its end is missing")

    def value(self) -> Any:
        """Return the next value; raises `PageUnreadable`."""
        self.peek()
        while len(self._text) - self._place <= _LONGEST_VALUE:
            try:
                found, end = _DECODER.raw_decode(self._text, self._place)
            except (ValueError, RecursionError):
                if not self._fill():
                    break
                continue
            # A number that ends with a piece may go on in the next one.
            if end < len(self._text) or not self._fill():
                self._place = end
                return found
        raise PageUnreadable("it is not JSON, is cut, or has a value of over a mebibyte")

    def _fill(self) -> bool:
        """Add the next piece, without what lies behind; returns whether there was one."""
        for text in self._texts:
            if text:
                self._text = self._text[self._place :] + text
                self._place = 0
                return True
        return False
