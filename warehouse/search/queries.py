"""Answering questions, in bounded time however many projects there are.

Of what many thousands match, nobody reads more than the beginning. So a question is first
estimated. Where few match, all of them are ranked. Where many do, results are looked for
among the projects that are prominent (`facets` has a negative number for those), or, where
a column orders them, along the index of that column, as far as people turn pages.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import SequenceMatcher
from typing import Any

import psycopg
from sqlalchemy import select, text, tuple_
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from warehouse.namespaces.queries import is_namespace
from warehouse.search import sql
from warehouse.search.bounds import BOUNDS, Bounds
from warehouse.search.errors import PageBeyond, QuestionTooBroad
from warehouse.search.models import Facet
from warehouse.search.questions import PER_PAGE, Order, Question
from warehouse.search.statements import NOTABLE, PROMINENT
from warehouse.search.terms import parse, slips

SUGGESTIONS = 8
"""So many are suggested to somebody who types."""

_SHORTEST_MISSPELT, _LONGEST_SLIP = 4, 32
_ALIKE = 0.75


@dataclass(frozen=True)
class Hit:
    """One result."""

    name: str
    version: str
    summary: str
    status: str
    created: datetime | None
    updated: datetime


@dataclass(frozen=True)
class Suggestion:
    """A project that may be what somebody has begun to write."""

    name: str
    summary: str


@dataclass(frozen=True)
class SearchResults:
    """A page of results.

    `total` is all that may be leafed through, and all there are unless it `is_capped`; then
    `expected` is how many PostgreSQL thinks there are. `counts` has how many results are in
    each facet, at least so many where `counts_are_partial`. `suggestions` are names that
    may have been meant.
    """

    question: Question
    hits: Sequence[Hit] = ()
    total: int = 0
    is_capped: bool = False
    expected: int = 0
    counts: dict[int, int] | None = None
    counts_are_partial: bool = False
    suggestions: Sequence[str] = ()

    @property
    def pages(self) -> int:
        """Return how many pages the results fill, at least one."""
        return max(1, -(-self.total // PER_PAGE))


def search(db: Session, question: Question, bounds: Bounds = BOUNDS) -> SearchResults:
    """Return the results for `question`; raises `PageBeyond` and `QuestionTooBroad`."""
    facets = _numbers_of(db, question.facets)
    is_empty = bool(question.text) and not question.terms.wanted
    if question.namespace and not is_namespace(db, question.namespace):
        is_empty = True
    if is_empty or None in facets:
        return _first_page(SearchResults(question))
    with _bounded(db, bounds):
        values = _values(question, [each for each in facets if each is not None])
        expected = _estimate(db, sql.matching(question), values)
        alike = _alike(db, question, expected, bounds)
        values["alike"] = alike
        found = _Finding(db, question, values, expected, bounds).find()
    return _first_page(_results(question, found, alike))


def _first_page(results: SearchResults) -> SearchResults:
    if results.question.page > results.pages:
        raise PageBeyond(results.question.page, results.pages)
    return results


def _results(question: Question, found: "_Found", alike: Sequence[str]) -> SearchResults:
    rows = found.rows
    total, counts = rows[0].total, dict(rows[0].counts or ())
    return SearchResults(
        question=question,
        hits=[
            Hit(
                each.name,
                each.version,
                each.summary,
                each.status,
                None if each.created is None else each.created.replace(tzinfo=UTC),
                each.updated.replace(tzinfo=UTC),
            )
            for each in rows
            if each.name is not None
        ],
        total=min(total, found.limit),
        is_capped=found.is_partial or total > found.limit,
        expected=max(found.expected, total),
        counts={int(facet): count for facet, count in counts.items()},
        counts_are_partial=found.is_partial or total > sql.SAMPLE,
        suggestions=alike,
    )


@dataclass(frozen=True)
class _Found:
    rows: Sequence[Any]
    limit: int
    is_partial: bool
    expected: int


@dataclass(frozen=True)
class _Finding:
    """The search for the results of one question, of which `expected` are estimated."""

    db: Session
    question: Question
    values: dict[str, Any]
    expected: int
    bounds: Bounds

    def find(self) -> _Found:
        """Rank all results where few match; otherwise the prominent ones or the first."""
        question, most = self.question, self.bounds.hits
        has_phrase = question.terms.has_phrase
        if self.expected <= (self.bounds.hits_with_phrase if has_phrase else most):
            rows = self._run(sql.page(question, sql.matching(question)), most)
            if rows[0].total <= most:
                return _Found(rows, most, False, self.expected)
        if has_phrase or question.order is Order.RELEVANCE:
            return self._find_prominent()
        return self._walk()

    def _find_prominent(self) -> _Found:
        """Rank the prominent ones among very many matches, if there are any.

        How many rows have a phrase nobody knows before, so any number of them is right.
        """
        question, most = self.question, self.bounds.hits
        query = sql.page(question, sql.matching(question, is_tiered=True))
        for tier in (NOTABLE, PROMINENT) if self.expected <= 10 * most else (PROMINENT,):
            rows = self._run(query, most, tier=[tier])
            if question.terms.has_phrase:
                return _Found(rows, most, True, rows[0].total)
            if self.bounds.enough <= rows[0].total <= most:
                return _Found(rows, most, True, self.expected)
        return self._walk()

    def _walk(self) -> _Found:
        """Return the first results along the index of what orders them."""
        question, most = self.question, self.bounds.hits_in_order
        self.db.execute(sql.WALK)
        query = sql.page(question, sql.matching(question), is_walk=True)
        rows = self._run(query, most)
        return _Found(rows, most, rows[0].total > most, self.expected)

    def _run(self, query: str, limit: int, **more: Any) -> Sequence[Any]:
        offset = (self.question.page - 1) * PER_PAGE
        rest = max(0, min(PER_PAGE, limit - offset))
        given = {**self.values, **more, "cap": limit + 1, "limit": rest, "offset": offset}
        return self.db.execute(text(query), given).all()


def _estimate(db: Session, matching: str, values: dict[str, Any]) -> int:
    plan = db.execute(text(sql.estimate(matching)), values).scalar_one()
    rows: int = plan[0]["Plan"]["Plan Rows"]
    return rows


def _values(question: Question, facets: list[int]) -> dict[str, Any]:
    terms = question.terms
    since = None
    if question.since is not None:
        since = (datetime.now(UTC) - question.since.duration).replace(tzinfo=None)
    return {
        "query": terms.websearch,
        "name": terms.name or "",
        "beyond": (terms.name or "") + "\x7f",
        "alike": [],
        "facets": facets,
        "since": since,
        "namespace": question.namespace,
        # The characters after a hyphen begin with the full stop.
        "inside": f"{question.namespace}-",
        "outside": f"{question.namespace}.",
    }


def _numbers_of(db: Session, facets: Sequence[tuple[str, str]]) -> list[int | None]:
    """Return the ids of `facets`, None for those that no project has."""
    if not facets:
        return []
    wanted = select(Facet.kind, Facet.value, Facet.id).where(
        tuple_(Facet.kind, Facet.value).in_(facets)
    )
    known = {(kind, value): number for kind, value, number in db.execute(wanted)}
    return [known.get(each) for each in facets]


@contextmanager
def _bounded(db: Session, bounds: Bounds) -> Iterator[None]:
    """Keep the database busy within `bounds`, and plan for the values at hand."""
    try:
        with db.begin_nested():
            db.execute(sql.SETTINGS, {"timeout": f"{bounds.seconds}s"})
            yield
    except DBAPIError as error:
        if isinstance(error.orig, psycopg.errors.QueryCanceled):
            raise QuestionTooBroad from error
        raise


def _alike(db: Session, question: Question, expected: int, bounds: Bounds) -> list[str]:
    """Return the names that may have been meant by a name that nothing begins with.

    Words that many projects have are words, and only slips are thought of.
    """
    terms = question.terms
    if not terms.may_be_misspelt or terms.name is None:
        return []
    given = {"name": terms.name, "beyond": f"{terms.name}\x7f"}
    if db.scalar(sql.IS_BEGINNING, given):
        return []
    return _nearly(db, terms.name, is_guessing=expected <= bounds.hits_of_a_slip)


def _nearly(db: Session, name: str, *, is_guessing: bool = True) -> list[str]:
    """Return names that are one typing error away from `name`, or else similar ones."""
    if len(name) <= _LONGEST_SLIP:
        near = list(db.scalars(sql.NEARLY, {"slips": slips(name)}))
        if near:
            return near
    if not is_guessing:
        return []
    # Trigrams do not know in which order they were; `SequenceMatcher` does.
    found = db.scalars(sql.ALIKE, {"name": name}).all()
    likeness = {each: SequenceMatcher(None, name, each).ratio() for each in found}
    alike = [each for each in found if likeness[each] >= _ALIKE]
    return sorted(alike, key=lambda each: -likeness[each])


def suggest(db: Session, text: str, bounds: Bounds = BOUNDS) -> Sequence[Suggestion]:
    """Return a few projects whose names begin with `text`, or nearly, by prominence."""
    name = parse(text).name
    if name is None:
        return []
    found: dict[str, Suggestion] = {}
    with _bounded(db, bounds):
        given = {"name": name, "beyond": f"{name}\x7f", "limit": SUGGESTIONS}
        for statement in sql.SUGGESTIONS:
            if len(found) < SUGGESTIONS:
                rows = db.execute(statement, given)
                found.update((row.name, Suggestion(*row)) for row in rows)
        if not found and len(name) >= _SHORTEST_MISSPELT:
            rows = db.execute(sql.NAMED, {"names": _nearly(db, name)})
            found.update((row.name, Suggestion(*row)) for row in rows)
    return list(found.values())[:SUGGESTIONS]
