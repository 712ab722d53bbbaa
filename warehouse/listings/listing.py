"""Lists of rows: columns, search terms and sorting, read by key and not by offset.

A page of a list is found by the place of the last row of the page before, so the millionth
row costs what the first does. A column that can be sorted by needs an index.
"""

import re
import shlex
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from itsdangerous.encoding import base64_decode, base64_encode
from itsdangerous.exc import BadData
from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    false,
    func,
    literal,
    literal_column,
    tuple_,
)
from sqlalchemy.orm import Session

from warehouse.db import UTCDateTime

_NEVER: ColumnElement[datetime] = literal_column(
    "'1970-01-01'::timestamp", type_=UTCDateTime()
)
"""Stands for a time that nobody knows, so that rows without one have a place, too."""

PAGE = 50
"""Rows of a page."""

MOST_TERMS = 10
"""Terms of a search."""

Where = Callable[[str], ColumnElement[bool]]
"""Makes a condition of the value of a term; raises `ListingProblem`."""

Row = Mapping[str, Any]


class ListingProblem(ValueError):
    """A question that a list cannot answer; its text says why, to whoever asked."""


@dataclass(frozen=True)
class Column:
    """One column: its key in addresses and exports, its title, its SQL expression.

    `kind` says how it is drawn: text, code, time, number, size or flag. `route` leads from
    a value to its page, with the row's columns as the parts of the path that `parts` name,
    for those with `permission`: without one, for everybody who sees the list.
    """

    key: str
    title: str
    expression: Any
    kind: str = "text"
    sorts: bool = False
    route: str | None = None
    parts: Mapping[str, str] = field(default_factory=dict)
    is_shown: bool = True
    permission: str | None = None


@dataclass(frozen=True)
class Term:
    """One search term, as in `email:someone@example.com`."""

    key: str
    example: str
    where: Where


@dataclass(frozen=True)
class Listing:
    """A list: where its rows come from, and how they are searched, sorted and shown."""

    name: str
    path: str
    title: str
    permission: str
    rows: Select[Any]
    key: Any
    columns: tuple[Column, ...]
    order: str
    terms: tuple[Term, ...] = ()
    word: Where = lambda word: false()
    words: str = ""
    adding: str | None = None
    """The route of the page on which another row is added."""

    @property
    def route(self) -> str:
        """Return the name of the route that leads to it."""
        return f"admin.{self.name.replace('-', '_')}"

    def column(self, key: str) -> Column:
        """Return a column by its key; raises `ListingProblem`."""
        for each in self.columns:
            if each.key == key:
                return each
        keys = ", ".join(each.key for each in self.columns)
        raise ListingProblem(f"There is no column “{key}”. There are: {keys}.")


@dataclass(frozen=True)
class Question:
    """What is asked of a list: search, order, place, and which columns are shown."""

    search: str = ""
    order: str = ""
    after: str = ""
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Page:
    """Some rows of a list, and the place after which the next ones are, if any."""

    rows: Sequence[Any]
    columns: tuple[Column, ...]
    order: str
    after: str | None


def known(moment: Any) -> Any:
    """Return a time to sort by, which an index of the same expression has to have."""
    return func.coalesce(moment, _NEVER, type_=UTCDateTime())


def page_of(db: Session, listing: Listing, asked: Question) -> Page:
    """Return one page of a list; raises `ListingProblem`."""
    order = asked.order or listing.order
    statement = select_rows(listing, asked)
    if asked.after:
        statement = statement.where(_beyond(listing, order, asked.after))
    found = db.execute(statement.limit(PAGE + 1)).mappings().all()
    rows = found[:PAGE]
    more = len(found) > PAGE
    after = _place(dict(rows[-1]), order) if more else None
    return Page(rows, shown_columns(listing, asked.columns), order, after)


def select_rows(listing: Listing, asked: Question) -> Select[Any]:
    """Return the statement for every row that is found; raises `ListingProblem`."""
    return _ordered(listing, _found(listing, asked.search), asked.order or listing.order)


def shown_columns(listing: Listing, wanted: Sequence[str]) -> tuple[Column, ...]:
    """Return the columns that were asked for, or those that are shown unasked."""
    if wanted:
        return tuple(listing.column(key) for key in wanted)
    return tuple(each for each in listing.columns if each.is_shown)


def condition_of(listing: Listing, search: str) -> ColumnElement[bool] | None:
    """Return the condition of a search, None for an empty one; raises `ListingProblem`."""
    if "\0" in search:
        raise ListingProblem("A search has no null bytes.")
    words = _words(search)
    if len(words) > MOST_TERMS:
        raise ListingProblem(f"A search has {MOST_TERMS} terms at most, not {len(words)}.")
    conditions = [_condition(listing, each) for each in words]
    return and_(*conditions) if conditions else None


def _condition(listing: Listing, word: str) -> ColumnElement[bool]:
    key, colon, value = word.partition(":")
    terms = {each.key: each for each in listing.terms}
    if colon and key in terms:
        return terms[key].where(value)
    if colon and re.fullmatch(r"[a-z_]+", key) and not value.startswith("//"):
        names = ", ".join(f"{name}:" for name in terms)
        raise ListingProblem(f"There is no term “{key}:”. There are: {names}.")
    return listing.word(word)


def _words(search: str) -> list[str]:
    try:
        return shlex.split(search)
    except ValueError:
        return search.split()


def _found(listing: Listing, search: str) -> Select[Any]:
    columns = [each.expression.label(each.key) for each in listing.columns]
    statement = listing.rows.with_only_columns(listing.key.label("key"), *columns)
    condition = condition_of(listing, search)
    return statement if condition is None else statement.where(condition)


def _ordered(listing: Listing, statement: Select[Any], order: str) -> Select[Any]:
    column = _sorted_by(listing, order)
    if order.startswith("-"):
        return statement.order_by(column.expression.desc(), listing.key.desc())
    return statement.order_by(column.expression, listing.key)


def _sorted_by(listing: Listing, order: str) -> Column:
    column = listing.column(order.removeprefix("-"))
    if not column.sorts:
        raise ListingProblem(f"The list is not sorted by “{column.key}”.")
    return column


def _place(row: Row, order: str) -> str:
    value = row[order.removeprefix("-")]
    written = orjson.dumps([value, row["key"]], default=str)
    return base64_encode(written).decode()


def _beyond(listing: Listing, order: str, after: str) -> ColumnElement[bool]:
    column = _sorted_by(listing, order)
    try:
        value, key = orjson.loads(base64_decode(after))
        last = (_typed(column.expression, value), _typed(listing.key, key))
    except (BadData, ValueError, TypeError) as error:
        raise ListingProblem("The address of this page is broken.") from error
    here = tuple_(column.expression, listing.key)
    return here < tuple_(*last) if order.startswith("-") else here > tuple_(*last)


def _typed(expression: Any, value: Any) -> Any:
    """Return a value of a place as the column has it; raises `ValueError`."""
    if isinstance(expression.type, UTCDateTime):
        value = datetime.fromisoformat(value)
    elif expression.type.python_type is UUID:
        value = UUID(value)
    elif not isinstance(value, expression.type.python_type):
        raise ValueError(value)
    return literal(value, type_=expression.type)
