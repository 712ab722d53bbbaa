"""The filters of results: options in groups, each with its number of results."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from warehouse.packaging.ordering import NaturalKey, natural_key
from warehouse.search.models import Facet
from warehouse.search.queries import SearchResults
from warehouse.search.questions import PARAMETERS, Question

CLASSIFIER_GROUPS = (
    "Framework",
    "Topic",
    "Development Status",
    "License",
    "Programming Language",
    "Operating System",
    "Environment",
    "Intended Audience",
    "Natural Language",
)
"""The groups that come first, in their order."""

_MOST_OPTIONS = 15
_SEPARATOR = " :: "


@dataclass(frozen=True)
class Option:
    """One choice; `depth` is how far it is below the group, from 0."""

    value: str
    label: str
    count: int
    is_chosen: bool
    depth: int = 0


@dataclass(frozen=True)
class FilterGroup:
    """Choices of one kind, under the name of the parameter that takes them."""

    parameter: str
    name: str
    options: Sequence[Option]

    @property
    def is_open(self) -> bool:
        """Return whether something in it is chosen."""
        return any(option.is_chosen for option in self.options)


def groups_of(db: Session, results: SearchResults) -> dict[str, list[FilterGroup]]:
    """Return the groups of filters for `results`, by kind of facet; only those in use."""
    counts = counts_of(db, results)
    return {
        kind: (
            _classifiers(counts.get(kind, {}), results.question)
            if kind == "classifier"
            else [_plain(kind, counts.get(kind, {}), results.question)]
        )
        for kind in PARAMETERS
    }


def counts_of(db: Session, results: SearchResults) -> dict[str, dict[str, int]]:
    """Return how many results each facet has, by kind and value, chosen ones included."""
    found: dict[str, dict[str, int]] = {}
    for kind, value in results.question.facets:
        found.setdefault(kind, {})[value] = 0
    numbers = results.counts or {}
    wanted = select(Facet.id, Facet.kind, Facet.value).where(Facet.id.in_(numbers))
    for number, kind, value in db.execute(wanted) if numbers else ():
        found.setdefault(kind, {})[value] = numbers[number]
    return found


def _plain(kind: str, counts: dict[str, int], question: Question) -> FilterGroup:
    chosen = question.chosen(kind)
    options = [
        Option(value, value, counts[value], value in chosen)
        for value in sorted(_most(counts, chosen), key=natural_key)
    ]
    return FilterGroup(PARAMETERS[kind], kind, options)


def _classifiers(counts: dict[str, int], question: Question) -> list[FilterGroup]:
    chosen = question.chosen("classifier")
    by_group: dict[str, dict[str, int]] = {}
    for value, count in counts.items():
        by_group.setdefault(value.partition(_SEPARATOR)[0], {})[value] = count
    others = sorted(by_group.keys() - set(CLASSIFIER_GROUPS))
    return [
        FilterGroup(
            PARAMETERS["classifier"],
            name,
            [
                _classifier(value, by_group[name][value], chosen)
                for value in sorted(_most(by_group[name], chosen), key=_in_the_tree)
            ],
        )
        for name in (*CLASSIFIER_GROUPS, *others)
        if name in by_group
    ]


def _classifier(value: str, count: int, chosen: Sequence[str]) -> Option:
    parts = value.split(_SEPARATOR)
    depth = max(0, len(parts) - 2)
    return Option(value, parts[-1], count, value in chosen, depth)


def _most(counts: dict[str, int], chosen: Iterable[str]) -> set[str]:
    most = sorted(counts, key=lambda value: (-counts[value], value))[:_MOST_OPTIONS]
    return {*most, *(value for value in chosen if value in counts)}


def _in_the_tree(value: str) -> tuple[NaturalKey, ...]:
    return tuple(map(natural_key, value.split(_SEPARATOR)))
