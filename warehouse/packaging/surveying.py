"""The facts of a cleaned description that are needed to fit it into a page.

What comes in was cleaned, so that its tags are closed and its attributes are quoted.
"""

import re
from dataclasses import dataclass
from html import unescape
from urllib.parse import unquote

APART = "description-"
"""What the ids in a description begin with on a page."""

BEGINNING = "description"
"""The id of the part of the page that a description stands in."""

TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?:\s[\w:-]+="[^"]*")*)\s*/?>')
HEADING = re.compile(r"h[1-6]")

_ATTRIBUTE = re.compile(r'\s([\w:-]+)="([^"]*)"')
_PREFIXES = re.compile(r"^(?:user-content-)+")
"""What renderers put before the ids that they make, and not before all that are there."""

_UNSAID = re.compile(r"[^\w\- ]")
"""What the id of a heading leaves out of its text, as forges do."""

_LONGEST_LABEL = 200

_AFTER_A_TASK = {"li", "ul", "ol", "pre", "table", "input"}
"""Where the words end that a task is called by."""


@dataclass
class Heading:
    """A heading as it was written: its text, and the name of the place that it marks."""

    place: str = ""
    text: str = ""
    is_named: bool = False
    """Whether the author or the renderer gave the place its name, here or just before."""


class Survey:
    """What links may lead to, which headings say anything, and what tasks are called."""

    def __init__(self, html: str) -> None:
        self.places: dict[str, str] = {}
        """The id that a name has on the page, by the name, and by it in lower case."""
        self.headings: list[Heading] = []
        self.tasks: list[str] = []
        """What each field is called by."""
        self._is_in_heading = self._is_in_task = False
        self._place = ""
        end = 0
        for tag in TAG.finditer(html):
            self._hear(html[end : tag.start()])
            self._see(tag)
            end = tag.end()
        self._name_headings()

    def place_of(self, fragment: str) -> str | None:
        """Return the id that `fragment` leads to, as browsers find it, or None."""
        for each in (fragment, unquote(fragment)):
            name = name_of(each)
            if found := self.places.get(name) or self.places.get(name.lower()):
                return found
        return BEGINNING if name_of(fragment).lower() in {"", "top"} else None

    def _hear(self, text: str) -> None:
        if text.strip():
            self._place = ""
        if self._is_in_heading:
            self.headings[-1].text += unescape(text)
        if self._is_in_task and len(self.tasks[-1]) < _LONGEST_LABEL:
            self.tasks[-1] += unescape(text)

    def _see(self, tag: re.Match[str]) -> None:
        is_end, name = bool(tag[1]), tag[2]
        if name in _AFTER_A_TASK:
            self._is_in_task = False
        given = {} if is_end else given_in(tag)
        self._mark(given)
        if HEADING.fullmatch(name):
            self._is_in_heading = not is_end
            if not is_end:
                self.headings.append(Heading(self._place, is_named=bool(self._place)))
        if is_end:
            return
        if name == "input":
            self.tasks.append("")
            self._is_in_task = True
        elif name == "img":
            self._hear(given.get("alt", ""))

    def _mark(self, given: dict[str, str]) -> None:
        for key in ("id", "name"):
            if called := name_of(unescape(given.get(key, ""))):
                self._place = called
                self._add(called)

    def _add(self, called: str) -> None:
        self.places.setdefault(called, APART + called)
        self.places.setdefault(called.lower(), APART + called)

    def _name_headings(self) -> None:
        """Give a heading without a name one of its text, as forges do."""
        counted: dict[str, int] = {}
        for each in self.headings:
            each.text = " ".join(each.text.split())
            called = name_of(_UNSAID.sub("", each.text.lower()))
            if each.place or not called:
                continue
            number = counted.get(called, 0)
            while (place := f"{called}-{number}" if number else called) in self.places:
                number += 1
            counted[called] = number + 1
            each.place = place
            self._add(place)


def given_in(tag: re.Match[str]) -> dict[str, str]:
    """Return the attributes of a tag, as they are written."""
    return dict(_ATTRIBUTE.findall(tag[3]))


def name_of(name: str) -> str:
    """Return the id for the name that an author gave a place."""
    return "-".join(_PREFIXES.sub("", name).split())
