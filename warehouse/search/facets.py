"""Looking up facets by what people call them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select, tuple_
from sqlalchemy.orm import Session

from warehouse.search.models import Facet

_SEPARATOR = " :: "
_TOPIC = "Topic :: "


@dataclass(frozen=True)
class KnownFacet:
    """A facet that some project has, or had."""

    id: int
    kind: str
    value: str


Known = Mapping[tuple[str, str], KnownFacet]
"""Facets by kind and value as they were asked for."""


def known_facets(db: Session, asked: Sequence[tuple[str, str]]) -> Known:
    """Return which facets are meant by `asked`; those that no project has are left out.

    The case of letters does not matter, and of a classifier its last part is enough: of
    several the one is meant that most projects have.
    """
    if not asked:
        return {}
    found = db.execute(
        select(Facet.id, Facet.kind, Facet.value)
        .where(or_(_is_called(asked), *(_ends(value) for value in _parts(asked))))
        .order_by(Facet.documents.desc(), Facet.id)
    )
    facets = [KnownFacet(*row) for row in found]
    return {
        (kind, value): best[0]
        for kind, value in asked
        if (
            best := sorted(
                _meant(facets, kind, value), key=lambda each: each.value != value
            )
        )
    }


def _meant(facets: Sequence[KnownFacet], kind: str, value: str) -> list[KnownFacet]:
    same = [each for each in facets if each.kind == kind]
    called = [each for each in same if each.value.lower() == value.lower()]
    end = f"{_SEPARATOR}{value}".lower()
    return called or [each for each in same if each.value.lower().endswith(end)]


def _is_called(asked: Sequence[tuple[str, str]]) -> ColumnElement[bool]:
    wanted = [(kind, value.lower()) for kind, value in asked]
    return tuple_(Facet.kind, func.lower(Facet.value)).in_(wanted)


def _parts(asked: Sequence[tuple[str, str]]) -> list[str]:
    """Return what may be the last part of a classifier."""
    return [v for kind, v in asked if kind == "classifier" and _SEPARATOR not in v]


def _ends(value: str) -> ColumnElement[bool]:
    end = f"{_SEPARATOR}{value}".lower()
    return (Facet.kind == "classifier") & (
        func.right(func.lower(Facet.value), len(end)) == end
    )


def top_topics(db: Session, *, limit: int) -> Sequence[tuple[str, int]]:
    """Return the subjects that most projects are about, each with how many those are."""
    below = f"{_TOPIC}%"
    found = db.execute(
        select(Facet.value, Facet.documents)
        .where(Facet.kind == "classifier", Facet.documents > 0)
        .where(Facet.value.like(below), ~Facet.value.like(f"{below}{_SEPARATOR}%"))
        .order_by(Facet.documents.desc(), Facet.value)
        .limit(limit)
    )
    return [(value, documents) for value, documents in found]


def classifier_counts(db: Session) -> Mapping[str, int]:
    """Return how many projects have each classifier or something below it."""
    found = db.execute(
        select(Facet.value, Facet.documents).where(
            Facet.kind == "classifier", Facet.documents > 0
        )
    )
    return {value: documents for value, documents in found}
