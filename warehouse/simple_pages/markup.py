"""Finding links and metadata in HTML, in time that grows with its size only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

from warehouse.simple_pages.bounds import LONGEST_TAG
from warehouse.simple_pages.errors import PageUnreadable

_PART = 64 * 1024

Attributes = Mapping[str, str]


@dataclass
class Link:
    """An anchor with an address: its attributes, and the text inside."""

    attributes: Attributes
    texts: list[str] = field(default_factory=list)

    @property
    def href(self) -> str:
        """Return the address as it is written."""
        return self.attributes["href"]

    @property
    def text(self) -> str:
        """Return the text without the white space around it."""
        return "".join(self.texts).strip()


@dataclass
class HTMLDocument:
    """What was found: the links in their order, the named metadata, the base if any."""

    links: list[Link] = field(default_factory=list)
    metadata: dict[str, str] = field(default_factory=dict)
    base: str | None = None


def found_in(text: str) -> HTMLDocument:
    """Return what is in a document of HTML; raises `PageUnreadable`.

    What is unfinished at its end is no tag (HTML, 13.2.5), so the parser is never closed.
    """
    finder = MarkupFinder()
    try:
        for start in range(0, len(text), _PART):
            finder.feed(text[start : start + _PART])
            if len(finder.rawdata) > LONGEST_TAG:
                raise PageUnreadable("it has a tag, comment or script of over a mebibyte")
    except AssertionError:
        # Python 3.11 says so of `<![` with no name after it.
        raise PageUnreadable("it has a declaration that HTML does not know") from None
    return finder.found


class MarkupFinder(HTMLParser):
    """Collects links; the last one that was opened takes the text until it is closed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found = HTMLDocument()
        self._open: Link | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a link, the base, or metadata; of two equal attributes the first counts."""
        said = {name: value or "" for name, value in reversed(attrs)}
        if tag == "a" and "href" in said:
            self._open = Link(said)
            self.found.links.append(self._open)
        elif tag == "base" and "href" in said and self.found.base is None:
            self.found.base = said["href"]
        elif tag == "meta" and "name" in said:
            self.found.metadata.setdefault(said["name"].lower(), said.get("content", ""))

    def handle_endtag(self, tag: str) -> None:
        """End the text of a link."""
        if tag == "a":
            self._open = None

    def handle_data(self, data: str) -> None:
        """Add text to the link that is open."""
        if self._open is not None:
            self._open.texts.append(data)
