"""Operators: words such as `license:MIT`, which narrow a search instead of being found.

What a filter beside the results can say, too, becomes a parameter of the search; the
others stay in the text. A hyphen before one leaves out what it finds. An operator whose
value makes no sense is only words, and is told of (`unread`).
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from warehouse.packaging.names import normalize
from warehouse.search.periods import Span, span_of
from warehouse.search.tags import LONGEST_TAG, Tag
from warehouse.search.terms import pieces

HAS = {"wheel": "wheels", "wheels": "wheels", "types": "has", "provenance": "has"} | {
    "sdist": "has"
}
"""What `has:` may be followed by, and the kind of facet that it is."""

IS = {"active": "status", "archived": "status", "deprecated": "status"} | {
    "yanked-latest": "is"
}
"""What `is:` may be followed by, and the kind of facet that it is."""

_MOST = 20
_SPANS = frozenset({"week", "month", "year"})
_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?\Z", re.ASCII)
_PYTHON = re.compile(r"[23]\.[0-9]{1,2}\Z", re.ASCII)
_IMPORTED = re.compile(r"\w+(?:\.\w+)*\Z")
_COMMAND = re.compile(r"[\w.-]+\Z")

Meaning = tuple[str, tuple[str, ...] | Span]
"""A kind, and its values: of a parameter, of tags, of users, or a span of time."""


@dataclass(frozen=True)
class Said:
    """What the operators of a text say; `parameters` are those that filters can say.

    An unwanted facet is a kind and a value.
    """

    parameters: tuple[tuple[str, str], ...] = ()
    unwanted_facets: tuple[tuple[str, str], ...] = ()
    tags: tuple[str, ...] = ()
    unwanted_tags: tuple[str, ...] = ()
    users: tuple[str, ...] = ()
    unwanted_users: tuple[str, ...] = ()
    span: Span = field(default_factory=Span)
    unread: tuple[str, ...] = ()

    @property
    def finds(self) -> bool:
        """Return whether something is wanted, and not only left out."""
        return bool(self.tags or self.users) or self.span != Span()


def _facet(kind: str, pattern: re.Pattern[str] | None = None) -> "_Read":
    def read(value: str) -> Meaning | None:
        return (kind, (value,)) if pattern is None or pattern.match(value) else None

    return read


def _one_of(kinds: dict[str, str]) -> "_Read":
    def read(value: str) -> Meaning | None:
        kind = kinds.get(value.lower())
        if kind is None:
            return None
        return kind, ("yes" if kind == "wheels" else value.lower(),)

    return read


def _tag(tag: Tag, pattern: re.Pattern[str], write: Callable[[str], str]) -> "_Read":
    def read(value: str) -> Meaning | None:
        return ("tag", (tag.of(write(value)),)) if pattern.match(value) else None

    return read


def _author(value: str) -> Meaning | None:
    found = tuple(Tag.AUTHOR.of(each) for each in pieces(value))
    return ("tag", found) if found else None


def _keyword(value: str) -> Meaning | None:
    return "tag", (Tag.KEYWORD.of(value),)


def _updated(value: str) -> Meaning | None:
    if value.lower() in _SPANS:
        return "updated", (value.lower(),)
    found = span_of(value)
    return None if found is None else ("span", found)


_Read = Callable[[str], Meaning | None]

READERS: dict[str, _Read] = {
    "author": _author,
    "classifier": _facet("classifier"),
    "command": _tag(Tag.COMMAND, _COMMAND, str),
    "depends": _tag(Tag.DEPENDS, _NAME, normalize),
    "has": _one_of(HAS),
    "import": _tag(Tag.IMPORT, _IMPORTED, str),
    "is": _one_of(IS),
    "keyword": _keyword,
    "license": _facet("license"),
    "namespace": _facet("namespace", _NAME),
    "provides": _tag(Tag.PROVIDES, _NAME, normalize),
    "python": _facet("python", _PYTHON),
    "updated": _updated,
    "user": _facet("user", _NAME),
}
"""The operators, and what reads their values."""

_TOKEN = re.compile(
    rf"""(?<!\S)(?P<minus>-?)(?P<name>{"|".join(READERS)}):(?P<value>"[^"]+"|[^\s"]+)(?!\S)"""
    r"""|"[^"]*"?|[^\s"]+|\s+""",
    re.IGNORECASE | re.ASCII,
)
_NOT_WITHOUT = frozenset({"namespace", "updated", "span"})
"""What has no sense with a hyphen before it."""


@dataclass(frozen=True)
class Reading:
    """A text, `kept` without its parameters, and `words` without any operators."""

    said: Said
    kept: str
    words: str


class _Reader:
    """Collects what the operators of one text say."""

    def __init__(self) -> None:
        self.found: dict[str, list[str]] = {}
        self.parameters: list[tuple[str, str]] = []
        self.facets: list[tuple[str, str]] = []
        self.span = Span()

    def read(self, minus: str, name: str, value: str) -> bool | None:
        """Take an operator in; return whether it stays in the text, None: it is words."""
        meaning = READERS[name](value) if len(value) <= LONGEST_TAG else None
        if meaning is None or (minus and meaning[0] in _NOT_WITHOUT):
            self._add("unread", f"{minus}{name}:{value}")
            return None
        kind, values = meaning
        if isinstance(values, Span):
            self.span = self.span.within(values)
        elif kind in {"tag", "user"}:
            self._add(f"{'unwanted_' if minus else ''}{kind}s", *values)
        elif minus:
            self.facets.append((kind, values[0]))
        else:
            self.parameters.append((kind, values[0]))
            return False
        return True

    def _add(self, kind: str, *values: str) -> None:
        self.found.setdefault(kind, []).extend(values)

    def said(self) -> Said:
        """Return all of it, nothing twice and not too much."""
        found = {kind: _once(values) for kind, values in self.found.items()}
        return Said(
            parameters=tuple(self.parameters),
            unwanted_facets=tuple(dict.fromkeys(self.facets))[:_MOST],
            span=self.span,
            **found,
        )


def _once(values: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))[:_MOST]


def read_operators(text: str) -> Reading:
    """Return what the operators outside of quotes in `text` say, and the rest of it."""
    reader = _Reader()
    parts = list(_parts(text, reader))
    kept = "".join(part for part, is_kept, _ in parts if is_kept)
    words = "".join(part for part, _, is_words in parts if is_words)
    return Reading(reader.said(), _spaced(kept), _spaced(words))


def _parts(text: str, reader: _Reader) -> Iterator[tuple[str, bool, bool]]:
    """Yield the parts of a text, whether each is kept in it, and whether it is words."""
    for found in _TOKEN.finditer(text):
        name = found["name"]
        value = (found["value"] or "").replace("\0", "").strip('"').strip()
        stays = None
        if name is not None and value:
            stays = reader.read(found["minus"], name.lower(), value)
        yield found[0], stays is not False, stays is None


def _spaced(text: str) -> str:
    """Return `text` as it was, but for the gaps that operators left."""
    parts = text.split('"')
    parts[::2] = [re.sub(r"\s{2,}", " ", each) for each in parts[::2]]
    return '"'.join(parts).strip()
