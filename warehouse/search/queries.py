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
from uuid import UUID

import psycopg
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from warehouse.namespaces.queries import is_namespace
from warehouse.packaging.names import normalize
from warehouse.packaging.queries import project_ids_of
from warehouse.search import sql
from warehouse.search.bounds import BOUNDS, Bounds
from warehouse.search.errors import PageBeyond, QuestionTooBroad
from warehouse.search.facets import Known, known_facets
from warehouse.search.highlights import Found, Shown, explain, field_queries, told_query
from warehouse.search.questions import PER_PAGE, Order, Question
from warehouse.search.statements import NOTABLE, PROMINENT
from warehouse.search.tags import any_of, written
from warehouse.search.terms import parse, slips, swaps

SUGGESTIONS = 8
"""So many are suggested to somebody who types."""

_SHORTEST_MISSPELT, _SHORTEST_SWAPPED, _LONGEST_SLIP = 4, 5, 32
_ALIKE = 0.75
_NEAREST, _LONGEST_MISSED = 3, 100
_MOST_PROJECTS = 10_000
"""Of so many projects of one person the search is made."""


@dataclass(frozen=True)
class Hit:
    """One result."""

    name: str
    version: str
    summary: str
    status: str
    created: datetime | None
    updated: datetime
    found: Found = Found()


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
    known = known_facets(db, (*question.facets, *question.said.unwanted_facets))
    question = question.resolved({each: known[each].value for each in known})
    if not question.finds or not _is_possible(db, question, known):
        return _first_page(SearchResults(question))
    with bounded(db, bounds):
        values = _values(db, question, known)
        expected = _estimate(db, sql.matching(question), values)
        alike = _alike(db, question, expected, bounds)
        values["alike"] = alike
        found = _Finding(db, question, values, expected, bounds).find()
        rows = [each for each in found.rows if each.name is not None]
        why = explain(db, question, [_shown(each) for each in rows])
    hits = [_hit(*each) for each in zip(rows, why, strict=True)]
    return _first_page(_results(question, found, hits, alike))


def _is_possible(db: Session, question: Question, known: Known) -> bool:
    """Return whether there is all that a question names: facets and a namespace."""
    is_known = {(each.kind, each.value) for each in known.values()}
    if not is_known.issuperset(question.facets):
        return False
    return not question.namespace or is_namespace(db, question.namespace)


def _first_page(results: SearchResults) -> SearchResults:
    if results.question.page > results.pages:
        raise PageBeyond(results.question.page, results.pages)
    return results


def _shown(row: Any) -> Shown:
    fields = frozenset(row.fields)
    return Shown(row.project_id, row.name, row.summary, fields, row.is_told)


def _hit(row: Any, found: Found) -> Hit:
    return Hit(
        row.name,
        row.version,
        row.summary,
        row.status,
        None if row.created is None else row.created.replace(tzinfo=UTC),
        row.updated.replace(tzinfo=UTC),
        found,
    )


def _results(
    question: Question, found: "_Found", hits: Sequence[Hit], alike: Sequence[str]
) -> SearchResults:
    total, counts = found.rows[0].total, dict(found.rows[0].counts or ())
    return SearchResults(
        question=question,
        hits=hits,
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


def _values(db: Session, question: Question, known: Known) -> dict[str, Any]:
    terms, said = question.terms, question.said
    since = None
    if question.since is not None:
        since = (datetime.now(UTC) - question.since.duration).replace(tzinfo=None)
    numbers = {(each.kind, each.value): each.id for each in known.values()}
    return {
        "query": terms.websearch,
        "name": terms.name or "",
        "beyond": (terms.name or "") + "\x7f",
        "alike": [],
        "facets": [numbers[each] for each in question.facets],
        "unwanted": [known[e].id for e in said.unwanted_facets if e in known],
        "without": terms.any_unwanted,
        "unwanted_tags": any_of(said.unwanted_tags),
        "tags": written(said.tags, said.unwanted_tags),
        "projects": _projects_of_all(db, said.users),
        "other_projects": [i for each in said.unwanted_users for i in _theirs(db, each)],
        "since": since,
        "begin": said.span.begin,
        "end": said.span.end,
        "namespace": question.namespace,
        # The characters after a hyphen begin with the full stop.
        "inside": f"{question.namespace}-",
        "outside": f"{question.namespace}.",
        "told": told_query(terms),
        **{f"in_{field}": query for field, query in field_queries(terms).items()},
    }


def _projects_of_all(db: Session, usernames: Sequence[str]) -> list[UUID]:
    """Return the projects in which each of these people has a role."""
    found = [set(_theirs(db, each)) for each in usernames]
    return list(set.intersection(*found)) if found else []


def _theirs(db: Session, username: str) -> Sequence[UUID]:
    return project_ids_of(db, username, limit=_MOST_PROJECTS)


@contextmanager
def bounded(db: Session, bounds: Bounds) -> Iterator[None]:
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
    """Return names that are one typing error away from `name`, or else similar ones.

    Those are names that begin with it once two letters are put in order, and then those
    with the same trigrams.
    """
    if len(name) <= _LONGEST_SLIP:
        near = list(db.scalars(sql.NEARLY, {"slips": slips(name)}))
        if near:
            return near
    if not is_guessing:
        return []
    if _SHORTEST_SWAPPED <= len(name) <= _LONGEST_SLIP:
        begun = list(db.scalars(sql.BEGINNING_NEARLY, {"beginnings": swaps(name)}))
        if begun:
            return begun
    # Trigrams do not know in which order they were; `SequenceMatcher` does.
    found = db.scalars(sql.ALIKE, {"name": name}).all()
    likeness = {each: SequenceMatcher(None, name, each).ratio() for each in found}
    alike = [each for each in found if likeness[each] >= _ALIKE]
    return sorted(alike, key=lambda each: -likeness[each])


def nearest(db: Session, name: str, bounds: Bounds = BOUNDS) -> Sequence[Suggestion]:
    """Return the three projects whose names are nearest to one that nobody has.

    Those with a slip less come first, then those that begin like the nearest one.
    """
    normalized = parse(name[:_LONGEST_MISSED]).name
    if normalized is None:
        return []
    try:
        with bounded(db, bounds):
            names = dict.fromkeys(_nearly(db, normalized))
            if len(names) < _NEAREST:
                names |= dict.fromkeys(_beginning(db, next(iter(names), normalized)))
            rows = db.execute(sql.NAMED, {"names": list(names)[:_NEAREST]})
            return [Suggestion(*row) for row in rows]
    except QuestionTooBroad:
        return []


def _beginning(db: Session, name: str) -> list[str]:
    given = {"name": name, "beyond": f"{name}\x7f", "limit": _NEAREST}
    found = [row for each in sql.SUGGESTIONS for row in db.execute(each, given)]
    return [normalize(row.name) for row in found]


def suggest(db: Session, text: str, bounds: Bounds = BOUNDS) -> Sequence[Suggestion]:
    """Return a few projects whose names begin with `text`, or nearly, by prominence."""
    name = parse(text).name
    if name is None:
        return []
    found: dict[str, Suggestion] = {}
    with bounded(db, bounds):
        given = {"name": name, "beyond": f"{name}\x7f", "limit": SUGGESTIONS}
        for statement in sql.SUGGESTIONS:
            if len(found) < SUGGESTIONS:
                rows = db.execute(statement, given)
                found.update((row.name, Suggestion(*row)) for row in rows)
        if not found and len(name) >= _SHORTEST_MISSPELT:
            rows = db.execute(sql.NAMED, {"names": _nearly(db, name)})
            found.update((row.name, Suggestion(*row)) for row in rows)
    return list(found.values())[:SUGGESTIONS]
