"""Fitting a cleaned description into a page that has more in it than this.

It is read twice: a survey finds what its links may lead to, which headings say anything and
what its tasks are called; then every tag is written anew. What comes in was cleaned, so
that its tags are closed and its attributes are quoted.
"""

import re
from collections.abc import Iterator
from html import escape, unescape
from urllib.parse import unquote

APART = "description-"
"""What the ids in a description begin with on a page."""

BEGINNING = "description"
"""The id of the part of the page that a description stands in."""

_UPPERMOST = 3
"""The level of the first headings: above them are the project, and "Description"."""

_LOWEST = 6
_LONGEST_LABEL = 200

_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?:\s[\w:-]+="[^"]*")*)\s*/?>')
_ATTRIBUTE = re.compile(r'\s([\w:-]+)="([^"]*)"')
_HEADING = re.compile(r"h[1-6]")
_PREFIXES = re.compile(r"^(?:user-content-)+")
"""What renderers put before the ids that they make, and not before all that are there."""

_SOMEWHERE = re.compile(r"https?://|(?!https?:)[a-z][a-z0-9+.-]*:|/|#", re.IGNORECASE)
"""How an address begins that means the same on every page."""

_CLASS = re.compile(r"[a-z]{1,2}\d?|highlight|align-(?:left|right|center|middle)")
"""Classes of highlighted code and of alignment; ours would make texts look like ours."""

_EMPTY_LINK = re.compile(r'<a((?:\s(?!id=|name=)[\w:-]+="[^"]*")*)>\s*</a>')
"""One that shows nothing, and that nothing leads to."""

_AFTER_A_TASK = {"li", "ul", "ol", "pre", "table", "input"}
"""Where the words end that a task is called by."""


def fit_for_a_page(html: str) -> str:
    """Return `html` with the headings, ids and links that fit into a larger page.

    Every `id` begins with `APART`: else a heading called "Files" would be taken for the
    part of the page of that name. Links within the description lead where their author
    meant, or are none. Headings stand below those of the page, none is left out between
    two levels, and one that says nothing is none. What may be wider than the screen can be
    scrolled with a keyboard. No class of ours is left.
    A link or picture that is relative to a place which only its author knows is none.
    What cleaning has left of pictures, fields and links that lead nowhere is taken out, and
    a picture that its author says nothing about is decoration to those who cannot see it.
    """
    html = _EMPTY_LINK.sub("", html)
    return _TAG.sub(_Writer(_Survey(html)), html)


class _Survey:
    """The facts of a description that are needed to write its tags."""

    def __init__(self, html: str) -> None:
        self.places: dict[str, str] = {}
        """The id that a name has on the page, by the name, and by it in lower case."""
        self.headings: list[bool] = []
        """Whether each says anything."""
        self.tasks: list[str] = []
        """What each field is called by."""
        self._is_in_heading = self._is_in_task = False
        end = 0
        for tag in _TAG.finditer(html):
            self._hear(html[end : tag.start()])
            self._see(tag)
            end = tag.end()

    def place_of(self, fragment: str) -> str | None:
        """Return the id that `fragment` leads to, as browsers find it, or None."""
        for each in (fragment, unquote(fragment)):
            name = _name(each)
            if found := self.places.get(name) or self.places.get(name.lower()):
                return found
        return BEGINNING if _name(fragment).lower() in {"", "top"} else None

    def _hear(self, text: str) -> None:
        if self._is_in_heading and unescape(text).strip():
            self.headings[-1] = True
        if self._is_in_task and len(self.tasks[-1]) < _LONGEST_LABEL:
            self.tasks[-1] += unescape(text)

    def _see(self, tag: re.Match[str]) -> None:
        is_end, name = bool(tag[1]), tag[2]
        if name in _AFTER_A_TASK:
            self._is_in_task = False
        if _HEADING.fullmatch(name):
            self._is_in_heading = not is_end
            if not is_end:
                self.headings.append(False)
        if is_end:
            return
        given = _given(tag)
        if name == "input":
            self.tasks.append("")
            self._is_in_task = True
        elif name == "img" and _SOMEWHERE.match(given.get("src", "")):
            self._hear(given.get("alt", ""))
        for key in ("id", "name"):
            if called := _name(unescape(given.get(key, ""))):
                self.places.setdefault(called, APART + called)
                self.places.setdefault(called.lower(), APART + called)


class _Writer:
    """Writes one tag after the other as it is on the page."""

    def __init__(self, survey: _Survey) -> None:
        self._survey = survey
        self._headings: Iterator[bool] = iter(survey.headings)
        self._tasks: Iterator[str] = iter(survey.tasks)
        self._levels: list[int] = []
        self._open_headings: list[str] = []
        self._open_tables = 0
        self._written: set[str] = set()

    def __call__(self, tag: re.Match[str]) -> str:
        name = tag[2]
        if tag[1]:
            return self._end(name)
        given = self._fit(name, _given(tag))
        if name in {"img", "input"} and not given:
            return ""
        if _HEADING.fullmatch(name):
            name = self._heading(int(name[1]))
        attributes = "".join(f' {key}="{value}"' for key, value in given.items())
        written = f"<{name}{attributes}>"
        return self._table(written) if name == "table" else written

    def _end(self, name: str) -> str:
        if _HEADING.fullmatch(name) and self._open_headings:
            return f"</{self._open_headings.pop()}>"
        if name == "table" and self._open_tables:
            self._open_tables -= 1
            return "</table>" if self._open_tables else "</table></div>"
        return f"</{name}>"

    def _heading(self, level: int) -> str:
        """Open a heading one level below the nearest that stands above it."""
        name = "div"
        if next(self._headings):
            while self._levels and self._levels[-1] >= level:
                self._levels.pop()
            name = f"h{min(_UPPERMOST + len(self._levels), _LOWEST)}"
            self._levels.append(level)
        self._open_headings.append(name)
        return name

    def _table(self, written: str) -> str:
        self._open_tables += 1
        if self._open_tables > 1:
            return written
        return f'<div class="description__table" tabindex="0">{written}'

    def _fit(self, name: str, given: dict[str, str]) -> dict[str, str]:
        self._fit_place(given)
        _fit_class(given)
        for key in ("href", "src"):
            if key in given and not _SOMEWHERE.match(given[key]):
                del given[key]
        if name == "img":
            return {**given, "alt": given.get("alt", "")} if given.get("src") else {}
        if name == "input":
            return self._task(given)
        if name == "a":
            self._fit_link(given)
        if name == "pre":
            # It may scroll; and what it is written in is no human language.
            given.pop("lang", None)
            given["tabindex"] = "0"
        return given

    def _fit_place(self, given: dict[str, str]) -> None:
        """Give a place its id, also from the old `name`, unless that id is taken."""
        said = given.pop("name", "")
        called = _name(unescape(given.pop("id", "") or said))
        if called and called not in self._written:
            self._written.add(called)
            given["id"] = APART + escape(called)

    def _fit_link(self, given: dict[str, str]) -> None:
        href = given.get("href", "")
        if href.startswith("#"):
            place = self._survey.place_of(unescape(href[1:]))
            if place is None:
                del given["href"]
            else:
                given["href"] = f"#{escape(place)}"
        if "href" not in given:
            given.pop("rel", None)

    def _task(self, given: dict[str, str]) -> dict[str, str]:
        """Return the attributes of a task's checkbox with a label; none for others."""
        label = " ".join(next(self._tasks)[:_LONGEST_LABEL].split())
        if given.get("type") != "checkbox" or not label:
            return {}
        return {**given, "aria-label": escape(label)}


def _given(tag: re.Match[str]) -> dict[str, str]:
    return dict(_ATTRIBUTE.findall(tag[3]))


def _name(name: str) -> str:
    """Return the id for the name that an author gave a place."""
    return "-".join(_PREFIXES.sub("", name).split())


def _fit_class(given: dict[str, str]) -> None:
    """Leave the classes that authors may use; alignment is one of them (HTML 16.2)."""
    wanted = given.pop("class", "").split()
    if "align" in given:
        wanted.append(f"align-{given.pop('align').lower()}")
    kept = dict.fromkeys(each for each in wanted if _CLASS.fullmatch(each))
    if kept:
        given["class"] = " ".join(kept)
