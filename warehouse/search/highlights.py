"""Showing why something was found: which of its texts have the words, and where.

PostgreSQL is asked which words are forms of those that were looked for, so that what is
marked is what was found.
"""

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from uuid import UUID

from sqlalchemy.orm import Session

from warehouse.search import sql
from warehouse.search.excerpts import LONGEST_HTML, Excerpt, Marks, excerpt, text_of
from warehouse.search.questions import Question
from warehouse.search.statements import DESCRIPTIONS
from warehouse.search.tags import Tag, any_of
from warehouse.search.terms import PIECE, Terms, humps, pieces

FIELDS = ("name", "summary", "keywords", "description", "import", "command")
"""The texts that words are found in, in the order in which they count."""

_WEIGHTS = dict(zip(FIELDS, "ABCD", strict=False))
_WORD = re.compile(r"\w+\Z")


@dataclass(frozen=True)
class Shown:
    """A result to be explained: `fields` have any of the words, and `is_told` where name
    and summary have all of them."""

    project_id: UUID
    name: str
    summary: str
    fields: frozenset[str]
    is_told: bool


@dataclass(frozen=True)
class Found:
    """Why a project is among the results: the texts, and the words in two of them.

    Where these do not have all the words, and the description has any, there is an excerpt.
    """

    fields: tuple[str, ...] = ()
    name: Marks = ()
    summary: Marks = ()
    excerpt: Excerpt | None = None


def field_queries(terms: Terms) -> dict[str, str]:
    """Return for each text the query (`tsquery`) for any of the words in it."""
    words = _words_of(terms)
    queries = {
        field: " | ".join(f"'{each}':{weight}" for each in words)
        for field, weight in _WEIGHTS.items()
    }
    for tag in (Tag.IMPORT, Tag.COMMAND):
        names = {*words, "_".join(words), ".".join(words), "-".join(words)} if words else ()
        queries[tag.value] = any_of(sorted(tag.of(each) for each in names))
    return queries


def told_query(terms: Terms) -> str:
    """Return the query (`tsquery`) for all the words in the name and the summary."""
    return " & ".join(f"'{each}':AB" for each in _words_of(terms))


def explain(db: Session, question: Question, shown: Sequence[Shown]) -> list[Found]:
    """Return why each result was found, with at most one excerpt of its description."""
    terms = question.terms
    if not terms.wanted:
        return [Found()] * len(shown)
    beginnings = [tuple(_beginning(each.name, terms)) for each in shown]
    untold = [
        each.project_id
        for each, beginning in zip(shown, beginnings, strict=True)
        if "description" in each.fields and not each.is_told and not beginning
    ]
    texts = _descriptions(db, untold)
    known = _forms(db, terms, shown, texts.values())
    return [
        Found(
            fields=_fields(each.fields),
            name=_joined((*beginning, *_in_name(each.name, known))),
            summary=_joined(_in_text(each.summary, known)),
            excerpt=excerpt(texts.get(each.project_id, ""), known),
        )
        for each, beginning in zip(shown, beginnings, strict=True)
    ]


def _descriptions(db: Session, projects: Sequence[UUID]) -> dict[UUID, str]:
    """Return the beginnings of the texts that the pages of `projects` show."""
    if not projects:
        return {}
    given = {"ids": list(projects), "longest": LONGEST_HTML}
    return {project: text_of(html) for project, html in db.execute(DESCRIPTIONS, given)}


def _fields(found: frozenset[str]) -> tuple[str, ...]:
    """Return the texts in order; a name to import that is that of the project says nothing.

    Names to import and commands are looked for with the keywords.
    """
    if "name" in found:
        found -= {"import", "command"}
    if found & {"import", "command"}:
        found -= {"keywords"}
    return tuple(each for each in FIELDS if each in found)


def _words_of(terms: Terms) -> list[str]:
    words = (word for each in terms.wanted for word in each.split())
    return [each for each in dict.fromkeys(words) if _WORD.match(each)]


def _forms(
    db: Session, terms: Terms, shown: Sequence[Shown], texts: Iterable[str]
) -> dict[str, str]:
    """Return the words that are forms of those looked for, each with its stem.

    PostgreSQL takes endings away, never beginnings. So of the many words in `texts` it is
    asked only about those that begin as one of those that were looked for.
    """
    wanted = _words_of(terms)
    words = {word for each in shown for word in pieces(f"{each.name} {each.summary}")}
    words = words.union(*map(humps, words))
    begun = {each[0].lower() for each in wanted}
    words |= {each for text in texts for each in pieces(text) if each[0].lower() in begun}
    given = {"words": sorted(words), "wanted": " | ".join(f"'{each}'" for each in wanted)}
    return {row.word: row.stem for row in db.execute(sql.FORMS, given)}


def _in_text(text: str, known: Container[str]) -> Iterator[tuple[int, int]]:
    return (each.span() for each in PIECE.finditer(text) if each[0] in known)


def _in_name(name: str, known: Container[str]) -> Iterator[tuple[int, int]]:
    """Yield where words are in a name, also as humps: the `Soup` of `BeautifulSoup`."""
    for piece in PIECE.finditer(name):
        if piece[0] in known:
            yield piece.span()
            continue
        end = piece.start()
        for hump in humps(piece[0]):
            start = name.index(hump, end)
            end = start + len(hump)
            if hump in known:
                yield start, end


def _beginning(name: str, terms: Terms) -> Iterator[tuple[int, int]]:
    """Yield the beginning of a name that begins with what was asked for."""
    for end in range(1, len(name) + 1) if terms.name else ():
        if "-".join(pieces(name[:end])).lower() == terms.name and name[end - 1].isalnum():
            yield 0, end
            return


def _joined(marks: Iterable[tuple[int, int]]) -> Marks:
    """Return marks in order, those that overlap as one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(marks):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


def parts(text: str, marks: Marks, longest: int = 200) -> list[tuple[str, bool]]:
    """Return the beginning of `text` in parts, and of each whether it is marked."""
    is_cut = len(text) > longest
    end = longest if is_cut else len(text)
    edges = sorted({0, end, *(min(place, end) for mark in marks for place in mark)})
    found = [
        (text[start:stop], any(a <= start < b for a, b in marks))
        for start, stop in pairwise(edges)
    ]
    return [*found, ("…", False)] if is_cut else found
