"""The parameters of a search, parsed and checked.

The page and the API read the same parameters: `q` is the text, `c` a classifier (again for
each further one), `license`, `python`, `wheels`, `has`, `status` and `updated` narrow the
results, as does `namespace` (PEP 752), `o` orders them, and `page` counts from one. Some of
these may be words of the text: `has:provenance` and `namespace:NAME` are such parameters.
"""

import enum
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TypeVar

from packaging.utils import canonicalize_name

from warehouse.packaging import limits
from warehouse.search.errors import PageInvalid, QuestionTooLong
from warehouse.search.terms import Terms, parse

LONGEST = limits.QUESTION.most
"""Characters that the text may have."""

PER_PAGE = 20

_MOST_FACETS = limits.QUESTION_FACETS.most
_LONGEST_PAGE = 6
_QUALIFIERS = {"has": "provenance", "namespace": r"[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?"}
"""Which parameters may be words of the text, and which values of them."""

_QUALIFIER = re.compile(
    rf"(?<!\S)((?:{'|'.join(map(':'.join, _QUALIFIERS.items()))}))(?:\s+|\Z)",
    re.IGNORECASE | re.ASCII,
)


class Order(enum.StrEnum):
    """The order of results; other values of the parameter mean relevance."""

    RELEVANCE = ""
    NAME = "name"
    NEWEST = "newest"
    UPDATED = "-created"


class Since(enum.StrEnum):
    """The age that a project's last update may have."""

    WEEK = "week"
    MONTH = "month"
    YEAR = "year"

    @property
    def duration(self) -> timedelta:
        """Return the same as a span of time."""
        return timedelta(days={"week": 7, "month": 31, "year": 366}[self.value])


@dataclass(frozen=True)
class Question:
    """One question; equal ones have equal answers."""

    text: str = ""
    order: Order = Order.RELEVANCE
    facets: tuple[tuple[str, str], ...] = ()
    since: Since | None = None
    namespace: str = ""
    page: int = 1
    terms: Terms = field(default_factory=Terms)

    def chosen(self, kind: str) -> tuple[str, ...]:
        """Return the chosen values of one kind of facet."""
        return tuple(value for each, value in self.facets if each == kind)

    def without(self, kind: str, value: str = "") -> "Question":
        """Return the question without one facet, its span of time or its namespace."""
        if kind == "updated":
            return replace(self, since=None)
        if kind == "namespace":
            return replace(self, namespace="")
        kept = tuple(each for each in self.facets if each != (kind, value))
        return replace(self, facets=kept)

    def ordered(self, order: Order) -> "Question":
        """Return the same in another order."""
        return replace(self, order=order)

    def parameters(self, page: int = 1) -> list[tuple[str, str]]:
        """Return the query string that asks this again, for another page of the results."""
        given = [("q", self.text), *((PARAMETERS[kind], v) for kind, v in self.facets)]
        given += [("updated", self.since.value if self.since else "")]
        given += [("namespace", self.namespace), ("o", self.order)]
        given += [("page", str(page) if page > 1 else "")]
        return [(name, value) for name, value in given if value]


E = TypeVar("E", bound=enum.StrEnum)

_KINDS = {
    "c": "classifier",
    "python": "python",
    "license": "license",
    "wheels": "wheels",
    "has": "has",
    "status": "status",
}
NAMES = ("q", *_KINDS, "updated", "namespace", "o", "page")
"""The parameters that a question is made of."""

PARAMETERS = {kind: parameter for parameter, kind in _KINDS.items()}


def read(parameters: Iterable[tuple[str, str]]) -> Question:
    """Parse `parameters`; raises `QuestionTooLong` and `PageInvalid`."""
    given = list(parameters)
    last = dict(given)
    text = last.get("q", "").strip()
    if len(text) > LONGEST:
        raise QuestionTooLong(len(text), LONGEST)
    text, said = _without_qualifiers(text)
    last |= said
    facets = [
        (_KINDS[name], value.strip().replace("\0", ""))
        for name, value in (*said, *given)
        if name in _KINDS and value.strip()
    ]
    return Question(
        text=text,
        order=_member(Order, last.get("o", "")) or Order.RELEVANCE,
        facets=tuple(dict.fromkeys(facets))[:_MOST_FACETS],
        since=_member(Since, last.get("updated", "")),
        namespace=canonicalize_name(last.get("namespace", "").strip().replace("\0", "")),
        page=_page(last.get("page", "1")),
        terms=parse(text),
    )


def _without_qualifiers(text: str) -> tuple[str, list[tuple[str, str]]]:
    """Return the text without qualifiers outside of quotes, and those as parameters."""
    parts = text.split('"')
    said = [each for part in parts[::2] for each in _QUALIFIER.findall(part)]
    if not said:
        return text, []
    parts[::2] = [_QUALIFIER.sub("", each) for each in parts[::2]]
    pairs = [each.lower().split(":") for each in said]
    return '"'.join(parts).strip(), [(name, value) for name, value in pairs]


def _member(kind: type[E], value: str) -> E | None:
    return kind(value) if value in set(kind) else None


def _page(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or int(text[:_LONGEST_PAGE]) < 1:
        raise PageInvalid(text)
    return int(text[:_LONGEST_PAGE])
