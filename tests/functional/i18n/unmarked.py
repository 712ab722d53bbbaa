"""Finds what is not translated, by asking for pages in the language that marks all texts.

Point it at a running index that has `WAREHOUSE_PSEUDO_LOCALES=true`:

    python -m tests.functional.i18n.unmarked http://localhost:8000/ http://localhost:8000/help/

Data is not translated. It says so (`translate="no"`), or it is code.
"""

import re
import sys
import urllib.request
from collections.abc import Iterable
from html.parser import HTMLParser

from warehouse.i18n.locales import LOCALES
from warehouse.i18n.pseudo import BEGIN, END, PSEUDO_LOCALES

VOID = {
    "area",
    "base",
    "br",
    "col",
    "embed",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "source",
}
VOID |= {"track", "wbr"}
DATA = {"code", "pre", "kbd", "samp", "var", "time", "script", "style", "textarea"}
SAID = {"alt", "title", "placeholder", "aria-label", "aria-description", "data-copied"}
DESCRIPTIONS = {"description", "og:description", "og:title", "twitter:description"}
NEVER = re.compile(
    r"[\d.,]+\s?(B|kB|MB|GB|TB)|v?\d[\w.+!-]*|https?://\S+|SHA-256|BLAKE2b-256|MD5"
    r"|(uv pip|pip|python -m|twine|uv) .+"
)
"""Sizes, versions, addresses, algorithms and commands are the same everywhere."""

_EDGES = re.compile(r"^\W+|\W+$")
NAMES = {"Warehouse", *(each.name for each in (*LOCALES, *PSEUDO_LOCALES))}


class Page(HTMLParser):
    """Goes through a page; `texts` are those outside of any mark, with where they are."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[tuple[str, str]] = []
        self.open: list[str] = []
        self._depth = 0
        self._data: list[int] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember where we are, and look at what attributes say."""
        given = dict(attrs)
        if tag not in VOID:
            self.open.append(tag)
            if tag in DATA or given.get("translate") == "no":
                self._data.append(len(self.open))
        if self._data:
            return
        said = [value for name, value in attrs if name in SAID]
        if tag == "meta" and (given.get("name") or given.get("property")) in DESCRIPTIONS:
            said.append(given.get("content"))
        if tag == "input" and given.get("type") in {"submit", "button", "reset"}:
            said.append(given.get("value"))
        for value in said:
            self._look(value or "", 0)

    def handle_endtag(self, tag: str) -> None:
        """Leave an element, and those in it that are not ended."""
        if tag in self.open:
            while self.open.pop() != tag:
                pass
        while self._data and self._data[-1] > len(self.open):
            self._data.pop()

    def handle_data(self, data: str) -> None:
        """Look at a text; a mark may begin in one and end in another."""
        if self._data:
            data = "".join(each for each in data if each in {BEGIN, END})
        self._depth = self._look(data, self._depth)

    def close(self) -> None:
        """A mark that does not end is a text that was cut."""
        super().close()
        if self._depth:
            self.texts.append(("", "a text is cut"))

    def _look(self, text: str, depth: int) -> int:
        outside = []
        for each in text:
            depth += (each == BEGIN) - (each == END)
            outside.append(each if depth == 0 and each != END else "\0")
        for piece in re.split("\0| · ", "".join(outside)):
            said = _EDGES.sub("", " ".join(piece.split()))
            if any(map(str.isalpha, said)):
                self.texts.append((" ".join(self.open), said))
        return depth


def unmarked(html: str, data: Iterable[str] = ()) -> list[tuple[str, str]]:
    """Return texts of a page outside of any mark, with their places; `data` is allowed."""
    page = Page()
    page.feed(html)
    page.close()
    allowed = NAMES | set(data)
    return [
        (place, text)
        for place, text in page.texts
        if text not in allowed and NEVER.fullmatch(text) is None
    ]


def main(urls: list[str]) -> int:
    """Print what is not translated at `urls`."""
    found = 0
    for url in urls:
        asked = urllib.request.Request(url, headers={"Accept-Language": "xx"})
        with urllib.request.urlopen(asked, timeout=60) as answer:
            for place, text in unmarked(answer.read().decode()):
                found += 1
                sys.stdout.write(f"{url}\t{place}\t{text}\n")
    return min(found, 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
