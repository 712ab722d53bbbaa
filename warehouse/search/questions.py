"""The parameters of a search, parsed and checked.

The page and the API read the same parameters: `q` is the text, `c` a classifier (again for
each further one), `license`, `python`, `wheels`, `has`, `is`, `status` and `updated` narrow
the results, as does `namespace` (PEP 752), `o` orders them, and `page` counts from one.
Operators in the text (`operators.py`) say the same, and more.
"""

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TypeVar

from packaging.utils import canonicalize_name

from warehouse.packaging import limits
from warehouse.search.errors import PageInvalid, QuestionTooLong
from warehouse.search.operators import Said, read_operators
from warehouse.search.terms import Terms, parse

LONGEST = limits.QUESTION.most
"""Characters that the text may have."""

PER_PAGE = 20

_MOST_FACETS = limits.QUESTION_FACETS.most
_LONGEST_PAGE = 6


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
    """One question; equal ones have equal answers.

    `terms` and `said` are what `text` says, in its words and in its operators.
    """

    text: str = ""
    order: Order = Order.RELEVANCE
    facets: tuple[tuple[str, str], ...] = ()
    since: Since | None = None
    namespace: str = ""
    page: int = 1
    terms: Terms = field(default_factory=Terms)
    said: Said = field(default_factory=Said)

    @property
    def finds(self) -> bool:
        """Return whether it looks for anything; to leave something out is not enough."""
        is_narrowed = bool(self.facets or self.namespace or self.since)
        return not self.text or is_narrowed or bool(self.terms.wanted) or self.said.finds

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

    def resolved(self, values: Mapping[tuple[str, str], str]) -> "Question":
        """Return the same with facets called as they are in `values`, by kind and value."""
        facets = ((kind, values.get((kind, value), value)) for kind, value in self.facets)
        return replace(self, facets=tuple(dict.fromkeys(facets)))

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
    "is": "is",
    "status": "status",
}
NAMES = ("q", *_KINDS, "updated", "namespace", "o", "page")
"""The parameters that a question is made of."""

PARAMETERS = {kind: parameter for parameter, kind in _KINDS.items()}
"""The parameter of each kind of facet."""


def read(parameters: Iterable[tuple[str, str]]) -> Question:
    """Parse `parameters`; raises `QuestionTooLong` and `PageInvalid`."""
    given = list(parameters)
    last = dict(given)
    text = last.get("q", "").strip()
    if len(text) > LONGEST:
        raise QuestionTooLong(len(text), LONGEST)
    reading = read_operators(text)
    given += [(PARAMETERS.get(kind, kind), v) for kind, v in reading.said.parameters]
    last |= dict(given[len(given) - len(reading.said.parameters) :])
    facets = [
        (_KINDS[name], value.strip().replace("\0", ""))
        for name, value in given
        if name in _KINDS and value.strip()
    ]
    return Question(
        text=reading.kept,
        order=_member(Order, last.get("o", "")) or Order.RELEVANCE,
        facets=tuple(dict.fromkeys(facets))[:_MOST_FACETS],
        since=_member(Since, last.get("updated", "")),
        namespace=canonicalize_name(last.get("namespace", "").strip().replace("\0", "")),
        page=_page(last.get("page", "1")),
        terms=parse(reading.words),
        said=replace(reading.said, parameters=()),
    )


def _member(kind: type[E], value: str) -> E | None:
    return kind(value) if value in set(kind) else None


def _page(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or int(text[:_LONGEST_PAGE]) < 1:
        raise PageInvalid(text)
    return int(text[:_LONGEST_PAGE])
