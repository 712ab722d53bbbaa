"""Showing why something was found: which of its texts have the words, and where.

PostgreSQL is asked which words are forms of those that were looked for, so that what is
marked is what was found.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy.orm import Session

from warehouse.search import sql
from warehouse.search.questions import Question
from warehouse.search.tags import Tag, any_of
from warehouse.search.terms import PIECE, Terms, humps, pieces

Marks = tuple[tuple[int, int], ...]
"""Where words begin and end in a text, counted in characters; in order and apart."""

FIELDS = ("name", "summary", "keywords", "description", "import", "command")
"""The texts that words are found in, in the order in which they count."""

_WEIGHTS = dict(zip(FIELDS, "ABCD", strict=False))
_WORD = re.compile(r"\w+\Z")


@dataclass(frozen=True)
class Found:
    """Why a project is among the results: the texts, and the words in two of them."""

    fields: tuple[str, ...] = ()
    name: Marks = ()
    summary: Marks = ()


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


def explain(
    db: Session, question: Question, shown: Sequence[tuple[str, str, frozenset[str]]]
) -> list[Found]:
    """Return why each result was found, of its name, its summary and its texts."""
    if not question.terms.wanted:
        return [Found()] * len(shown)
    texts = [text for name, about, _ in shown for text in (name, about)]
    known = _forms(db, question.terms, texts)
    return [
        Found(
            fields=_fields(fields),
            name=_joined((*_beginning(name, question.terms), *_in_name(name, known))),
            summary=_joined(_in_text(about, known)),
        )
        for name, about, fields in shown
    ]


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


def _forms(db: Session, terms: Terms, texts: Iterable[str]) -> frozenset[str]:
    """Return the words of `texts` that are forms of words that were looked for."""
    found = {word for text in texts for word in pieces(text)}
    words = found.union(*map(humps, found))
    wanted = " | ".join(f"'{each}'" for each in _words_of(terms))
    given = {"words": sorted(words), "wanted": wanted}
    return frozenset(db.scalars(sql.FORMS, given))


def _in_text(text: str, known: frozenset[str]) -> Iterator[tuple[int, int]]:
    return (each.span() for each in PIECE.finditer(text) if each[0] in known)


def _in_name(name: str, known: frozenset[str]) -> Iterator[tuple[int, int]]:
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
