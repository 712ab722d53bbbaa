"""Fitting a cleaned description into a page that has more in it than this.

It is read twice: a survey (`surveying.py`) finds what its links may lead to, which headings
say anything and what its tasks are called; then every tag is written anew.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape, unescape

from warehouse.packaging.pictures import PictureProxy
from warehouse.packaging.repositories import Repository
from warehouse.packaging.surveying import (
    APART,
    HEADING,
    TAG,
    Heading,
    Survey,
    given_in,
    name_of,
)

_UPPERMOST = 3
"""The level of the first headings: above them are the project, and "Description"."""

_LOWEST = 6
_LONGEST_LABEL = 200

_SOMEWHERE = re.compile(r"https?://|(?!https?:)[a-z][a-z0-9+.-]*:|//|#", re.IGNORECASE)
"""How an address begins that means the same on every page."""

_CLASS = re.compile(r"(?:[a-z]{1,2}\d?|cpf)|highlight|align-(?:left|right|center|middle)")
"""Classes of highlighted code and of alignment; ours would make texts look like ours."""

_NOTICE = re.compile(r"admonition(?:-(?:title|todo))?|topic(?:-title)?|sidebar(?:-title)?")
_URGENT = {
    **dict.fromkeys(("note", "seealso", "important"), "note"),
    **dict.fromkeys(("tip", "hint"), "tip"),
    **dict.fromkeys(("warning", "attention", "caution"), "warning"),
    **dict.fromkeys(("danger", "error"), "danger"),
}
_OWN = {
    "footnotes": "footnotes",
    "footnote": "footnote",
    "footnote-list": "footnotes",
    "footnote-ref": "reference",
    "line-block": "lines",
    "field-list": "fields",
    "option-list": "fields",
}
"""Words of renderers, and what ours are for them after `description__`."""

_RENAMED = {
    "acronym": "abbr",
    "big": "span",
    "center": "div",
    "header": "div",
    "footer": "div",
    "main": "div",
    "address": "div",
    "strike": "s",
    "tt": "code",
}
"""Elements that HTML had once, or that a page has once (HTML 16.2, 4.3.8, 4.4.14)."""

_ELSEWHERE_DRAWN = {
    *("mermaid", "math", "latex", "plantuml", "dot", "graphviz", "d2"),
    *("geojson", "topojson", "stl"),
}
"""Languages of what an author's forge draws; a page of ours says what the code is."""

_FEWEST, _MOST = 5, 200
"""Headings that are worth a table of contents, down to `_DEEPEST` levels."""

_DEEPEST = 3
_LONG = 4_000
_CONTENTS = {
    "contents",
    "table of contents",
    "toc",
    "index",
    "inhalt",
    "inhaltsverzeichnis",
}

_EMPTY_LINK = re.compile(r'<a((?:\s(?!id=|name=)[\w:-]+="[^"]*")*)>\s*</a>')
"""One that shows nothing, and that nothing leads to."""

_PICTURE = re.compile(r"<picture[^>]*>((?:(?!<picture).)*?)</picture>", re.DOTALL)
_FOR_THEME = re.compile(r"#gh-(dark|light)-mode-only\Z")


@dataclass(frozen=True)
class Entry:
    """A heading in a table of contents: how deep it stands, and where."""

    depth: int
    place: str
    text: str


@dataclass(frozen=True)
class Fitted:
    """A description for a page, and the headings in it."""

    html: str
    headings: tuple[Entry, ...] = ()

    @property
    def contents(self) -> tuple[Entry, ...]:
        """Return a table of contents; none for what is short, or has one of its own."""
        upper = tuple(each for each in self.headings if each.depth < _DEEPEST)
        has_one = any(each.text.casefold() in _CONTENTS for each in self.headings)
        is_long = _FEWEST <= len(upper) <= _MOST and len(self.html) >= _LONG
        return upper if is_long and not has_one else ()


def fit_for_a_page(
    html: str,
    repository: Repository | None = None,
    proxy: PictureProxy | None = None,
) -> Fitted:
    """Return `html` with the headings, ids and links that fit into a larger page.

    Every `id` begins with `APART`: else a heading called "Files" would be taken for the
    part of the page of that name. Links within the description lead where their author
    meant, or are none. Headings stand below those of the page, none is left out between
    two levels, and one that says nothing is none. What may be wider than the screen can be
    scrolled with a keyboard. No class of ours is left but those that renderers ask for.
    A link or picture that is relative to the repository leads there; to a place which only
    its author knows, it is none, and of the picture its words are left. Where there is a
    `proxy`, it has the pictures.
    What cleaning has left of pictures, fields and links that lead nowhere is taken out, and
    a picture that its author says nothing about is decoration to those who cannot see it.
    """
    html = _PICTURE.sub(_of_themes, _EMPTY_LINK.sub("", html))
    writer = _Writer(Survey(html), repository, proxy)
    written = TAG.sub(writer, html)
    return Fitted(written, tuple(writer.contents))


def _of_themes(picture: re.Match[str]) -> str:
    """Return the pictures for light and dark, which the page shows by its own theme."""
    images = [tag for tag in TAG.finditer(picture[1]) if tag[2] == "img" and not tag[1]]
    sources = {
        given["media"]: given["srcset"]
        for tag in TAG.finditer(picture[1])
        if tag[2] == "source" and {"media", "srcset"} <= (given := given_in(tag)).keys()
    }
    if not images:
        return ""
    image = images[0]
    if not sources:
        return image[0]
    given = given_in(image)
    light = {**given, "src": sources.get("light", given.get("src", ""))}
    dark = {**given, "src": sources.get("dark", given.get("src", ""))}
    return _tag("img", light | {"data-theme": "light"}) + _tag(
        "img", dark | {"data-theme": "dark"}
    )


class _Writer:
    """Writes one tag after the other as it is on the page."""

    def __init__(
        self, survey: Survey, repository: Repository | None, proxy: PictureProxy | None
    ) -> None:
        self.contents: list[Entry] = []
        self._survey = survey
        self._repository = repository
        self._proxy = proxy
        self._headings: Iterator[Heading] = iter(survey.headings)
        self._tasks: Iterator[str] = iter(survey.tasks)
        self._levels: list[int] = []
        self._open_headings: list[tuple[str, str]] = []
        self._open_literals: list[str] = []
        self._open_tables = self._open_links = 0
        self._written: set[str] = set()

    def __call__(self, tag: re.Match[str]) -> str:
        name = tag[2]
        if tag[1]:
            return self._end(name)
        given = given_in(tag)
        if name == "span":
            is_literal = "literal" in given.get("class", "").split()
            name = "code" if is_literal else "span"
            self._open_literals.append(name)
        if name == "img":
            return self._image(given)
        given = self._fit(name, given)
        if name == "source" or (name == "input" and not given):
            return ""
        if HEADING.fullmatch(name):
            return self._heading(int(name[1]), given)
        if name in {"a", "summary"}:
            self._open_links += 1
        written = _tag(_RENAMED.get(name, name), given)
        return self._table(written) if name == "table" else written

    def _end(self, name: str) -> str:
        if HEADING.fullmatch(name) and self._open_headings:
            opened, anchor = self._open_headings.pop()
            return f"{anchor}</{opened}>"
        if name == "table" and self._open_tables:
            self._open_tables -= 1
            return "</table>" if self._open_tables else "</table></div>"
        if name == "span" and self._open_literals:
            name = self._open_literals.pop()
        if name in {"a", "summary"} and self._open_links:
            self._open_links -= 1
        return f"</{_RENAMED.get(name, name)}>"

    def _heading(self, level: int, given: dict[str, str]) -> str:
        """Open a heading one level below the nearest that stands above it."""
        heading = next(self._headings)
        if not heading.text:
            self._open_headings.append(("div", ""))
            return _tag("div", given)
        while self._levels and self._levels[-1] >= level:
            self._levels.pop()
        depth = len(self._levels)
        name = f"h{min(_UPPERMOST + depth, _LOWEST)}"
        self._levels.append(level)
        is_new = not heading.is_named and heading.place not in self._written
        if heading.place and is_new:
            self._written.add(heading.place)
            given["id"] = APART + escape(heading.place)
        place, anchor = escape(APART + heading.place), ""
        if heading.place:
            self.contents.append(Entry(depth, APART + heading.place, heading.text))
            if not self._open_links:
                anchor = f'<a class="description__anchor" href="#{place}" {_UNHEARD}></a>'
        self._open_headings.append((name, anchor))
        return _tag(name, given)

    def _table(self, written: str) -> str:
        self._open_tables += 1
        if self._open_tables > 1:
            return written
        return f'<div class="description__table" tabindex="0">{written}'

    def _image(self, given: dict[str, str]) -> str:
        """Return a picture, or what it says where it cannot be had."""
        source = unescape(given.get("src", ""))
        theme = given.pop("data-theme", "")
        if of_forge := _FOR_THEME.search(source):
            theme, source = of_forge[1], source[: of_forge.start()]
        self._fit_place(given)
        _fit_class(given)
        if source and not _SOMEWHERE.match(source):
            place = self._repository
            source = (place.raw_of(source) if place else None) or ""
        alt = given.get("alt", "")
        if not source:
            return "" if theme == "dark" else alt
        if self._proxy:
            source = self._proxy.address_of(source)
        if theme:
            given["class"] = f"{given.get('class', '')} description__{theme}".strip()
        return _tag("img", {**given, "src": escape(source), "alt": alt})

    def _fit(self, name: str, given: dict[str, str]) -> dict[str, str]:
        self._fit_place(given)
        _fit_class(given)
        if name == "center":
            given["class"] = "align-center"
        if name == "input":
            return self._task(given)
        if name == "a":
            self._fit_link(given)
        if name == "pre":
            # It may scroll; and what it is written in is no human language.
            language = given.pop("lang", None)
            if language in _ELSEWHERE_DRAWN:
                given["data-language"] = language
            given["tabindex"] = "0"
        return given

    def _fit_place(self, given: dict[str, str]) -> None:
        """Give a place its id, also from the old `name`, unless that id is taken."""
        said = given.pop("name", "")
        called = name_of(unescape(given.pop("id", "") or said))
        if called and called not in self._written:
            self._written.add(called)
            given["id"] = APART + escape(called)

    def _fit_link(self, given: dict[str, str]) -> None:
        href = unescape(given.pop("href", ""))
        if href.startswith("#"):
            place = self._survey.place_of(href[1:])
            found = None if place is None else f"#{place}"
        elif _SOMEWHERE.match(href):
            found = href
        else:
            found = self._repository.page_of(href) if self._repository else None
        if found:
            given["href"] = escape(found)
        else:
            given.pop("rel", None)

    def _task(self, given: dict[str, str]) -> dict[str, str]:
        """Return the attributes of a task's checkbox with a label; none for others."""
        label = " ".join(next(self._tasks)[:_LONGEST_LABEL].split())
        if given.get("type") != "checkbox" or not label:
            return {}
        return {**given, "aria-label": escape(label)}


_UNHEARD = 'tabindex="-1" aria-hidden="true"'
"""Who cannot see it has the table of contents, with the same links and words."""


def _tag(name: str, given: dict[str, str]) -> str:
    attributes = "".join(f' {key}="{value}"' for key, value in given.items())
    return f"<{name}{attributes}>"


def _fit_class(given: dict[str, str]) -> None:
    """Leave the classes that authors may use; alignment is one of them (HTML 16.2)."""
    wanted = given.pop("class", "").split()
    if "align" in given:
        wanted.append(f"align-{given.pop('align').lower()}")
    kept = [each for each in wanted if _CLASS.fullmatch(each)]
    kept += [f"description__{_OWN[each]}" for each in wanted if each in _OWN]
    notices = [each for each in wanted if _NOTICE.fullmatch(each)]
    if any(each.endswith("-title") for each in notices):
        kept.append("description__notice-title")
    elif notices:
        kept.append("description__notice")
        kept += [
            f"description__notice--{_URGENT[each]}" for each in wanted if each in _URGENT
        ]
    if kept:
        given["class"] = " ".join(dict.fromkeys(kept))
