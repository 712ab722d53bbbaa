"""What upstreams have by the name that somebody looks for, shown after our own results.

Of a project of an upstream nothing but its name is known, so only a question that may be a
name finds any, and no filter.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from warehouse.http import Request
from warehouse.search.bounds import Bounds
from warehouse.search.errors import QuestionTooBroad
from warehouse.search.operators import Said
from warehouse.search.queries import bounded
from warehouse.search.questions import Question
from warehouse.search.terms import parse
from warehouse.upstreams.caching import UPSTREAM_NAMES, UPSTREAMS
from warehouse.upstreams.searching import NameElsewhere, names_beginning, names_like

Find = Callable[..., Sequence[NameElsewhere]]

MOST = 20
"""So many are shown of those that are found."""


def found_elsewhere(
    request: Request, question: Question, *, most: int = MOST
) -> Sequence[NameElsewhere]:
    """Return names that upstreams have, at most so many, for the first page of results."""
    name = question.terms.name if _is_plain(question) else None
    return _found(request, name, names_like, most)


def suggested_elsewhere(
    request: Request, typed: str, *, most: int
) -> Sequence[NameElsewhere]:
    """Return names that begin with what is typed, at most so many."""
    return _found(request, parse(typed).name, names_beginning, most)


def _found(
    request: Request, name: str | None, find: Find, most: int
) -> Sequence[NameElsewhere]:
    settings = request.settings.upstreams
    if not settings.searched or name is None or most < 1:
        return ()
    request.depend_on(UPSTREAMS, UPSTREAM_NAMES)
    try:
        with bounded(request.db, request.registry[Bounds]):
            return find(request.db, name, settings, limit=most)
    except QuestionTooBroad:
        request.log.warning("search_elsewhere_too_broad", text=name)
        return ()


def _is_plain(question: Question) -> bool:
    is_narrowed = bool(question.facets or question.since or question.namespace)
    says_nothing = replace(question.said, unread=()) == Said()
    return question.page == 1 and says_nothing and not is_narrowed
