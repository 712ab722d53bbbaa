"""Searching for projects."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode

import orjson
from pyramid.httpexceptions import status_map
from pyramid.response import Response
from pyramid.view import view_config

from warehouse.http import Request
from warehouse.i18n import _
from warehouse.purges import ALL_HTML
from warehouse.search import filters, queries, questions
from warehouse.search.bounds import Bounds
from warehouse.search.caching import SEARCH
from warehouse.search.elsewhere import found_elsewhere, suggested_elsewhere
from warehouse.search.errors import PageBeyond, QuestionError, QuestionTooBroad
from warehouse.search.highlights import parts
from warehouse.search.queries import SearchResults, Suggestion
from warehouse.search.questions import Order, Question, Since
from warehouse.search.refusals import Refusal, refusal_of
from warehouse.search.terms import MOST_TERMS

_STORED_FOR = 3600
_IN_WORDS = frozenset({"wheels", "has", "is", "status"})
_AROUND = 2

ORDERS = {
    Order.RELEVANCE: _("Relevance"),
    Order.UPDATED: _("Recently updated"),
    Order.NEWEST: _("Newest"),
    Order.NAME: _("Name"),
}
"""How each order is called."""

SPANS = {
    Since.WEEK: _("Last week"),
    Since.MONTH: _("Last month"),
    Since.YEAR: _("Last year"),
}
"""How the spans of time are called that a project may have been updated in."""

STATUSES = {
    "active": _("Active"),
    "archived": _("Archived"),
    "deprecated": _("Deprecated"),
}
"""How each status is called."""

WORDS = {
    **STATUSES,
    "yes": _("Has wheels"),
    "provenance": _("Has a provenance"),
    "sdist": _("Has an sdist"),
    "types": _("Has types"),
    "yanked-latest": _("Latest release is yanked"),
}
"""How the values of filters are called that are words of ours."""

FIELDS = {
    "name": _("name"),
    "summary": _("summary"),
    "keywords": _("keywords"),
    "description": _("description"),
    "import": _("name to import"),
    "command": _("command"),
}
"""How the texts are called that words are found in."""

KINDS = {
    "status": _("Status"),
    "python": _("Python"),
    "license": _("License (SPDX)"),
    "wheels": _("Files"),
    "has": _("Comes with"),
    "is": _("Releases"),
}
"""How the groups of filters are called that are no classifiers."""


@view_config(
    route_name="pages.search",
    renderer="pages/search.html",
    stored_for=_STORED_FOR,
    surrogate_keys=(ALL_HTML, SEARCH),
    query=questions.NAMES,
)
def search(request: Request) -> Mapping[str, Any]:
    """Show the results of a search, and the filters that narrow them."""
    question = _question(request)
    try:
        results = queries.search(request.db, question, request.registry[Bounds])
    except (PageBeyond, QuestionTooBroad) as error:
        refused = refusal_of(error)
        request.response.status_int = refused.status
        if isinstance(error, PageBeyond):
            return _page(request, SearchResults(question), refused, beyond=error)
        request.log.warning("search_too_broad", text=question.text)
        return _page(request, SearchResults(question), refused)
    return _page(request, results)


def _page(
    request: Request,
    results: SearchResults,
    refused: Refusal | None = None,
    *,
    beyond: PageBeyond | None = None,
) -> dict[str, Any]:
    """Return what the page shows; `beyond` says where the results end."""
    question = results.question
    return {
        "results": results,
        "refused": refused,
        "beyond": beyond,
        "last": beyond and _url(request, question, beyond.pages),
        "is_too_broad": refused is not None and beyond is None,
        "elsewhere": found_elsewhere(request, question),
        **_choices(request, results),
        **_links(request, results),
    }


def _choices(request: Request, results: SearchResults) -> dict[str, Any]:
    groups = filters.groups_of(request.db, results)
    return {
        "classifiers": groups.pop("classifier"),
        "groups": [(KINDS[kind], group) for kind, [group] in groups.items()],
        "spans": SPANS,
        "words": WORDS,
        "fields": FIELDS,
        "parts": parts,
        "most_terms": MOST_TERMS,
    }


def _links(request: Request, results: SearchResults) -> dict[str, Any]:
    """Return the URLs of this search with one thing changed in each."""
    question = results.question
    chosen: list[tuple[str, str]] = [
        (_label(kind, value), _url(request, question.without(kind, value)))
        for kind, value in question.facets
    ]
    if question.since is not None:
        chosen.append((SPANS[question.since], _url(request, question.without("updated"))))
    if question.namespace:
        said = _("Namespace ${name}", mapping={"name": question.namespace})
        chosen.append((said, _url(request, question.without("namespace"))))
    pages = [
        number
        for number in range(1, results.pages + 1)
        if number in {1, results.pages} or abs(number - question.page) <= _AROUND
    ]
    return {
        "chosen": chosen,
        "orders": [
            (label, _url(request, question.ordered(order)), order == question.order)
            for order, label in ORDERS.items()
        ],
        "previous": question.page > 1 and _url(request, question, question.page - 1),
        "next": question.page < results.pages
        and _url(request, question, question.page + 1),
        "first": (question.page - 1) * questions.PER_PAGE + 1,
        "pages": [(number, _url(request, question, number)) for number in pages],
        "meant": [
            (name, _url(request, Question(text=name))) for name in results.suggestions
        ],
        "everything": _url(request, Question(text=question.text)),
    }


def _label(kind: str, value: str) -> str:
    """Return a few words for one facet by itself."""
    if kind == "python":
        return f"Python {value}"
    return WORDS.get(value, value) if kind in _IN_WORDS else value


@view_config(
    route_name="pages.search.suggest",
    stored_for=_STORED_FOR,
    surrogate_keys=(SEARCH,),
    query=("q",),
)
def suggest(request: Request) -> Response:
    """Answer with suggestions for the text typed so far, as JSON."""
    typed = request.GET.get("q", "")[: questions.LONGEST]
    found: Sequence[Suggestion]
    try:
        found = queries.suggest(request.db, typed, request.registry[Bounds])
    except QuestionTooBroad:
        found = []
    most = queries.SUGGESTIONS - len(found)
    # All that is known of others is where they are.
    others = [
        Suggestion(each.name, each.upstream)
        for each in suggested_elsewhere(request, typed, most=most)
    ]
    suggestions = [
        {**asdict(each), "url": request.route_path("pages.project", name=each.name)}
        for each in [*found, *others]
    ]
    response = Response(
        body=orjson.dumps({"suggestions": suggestions}), content_type="application/json"
    )
    response.charset = None
    return response


def _question(request: Request) -> Question:
    try:
        return questions.read(request.GET.items())
    except QuestionError as error:
        refused = refusal_of(error)
        raise status_map[refused.status](refused.said) from error


def _url(request: Request, question: Question, page: int = 1) -> str:
    path: str = request.route_path("pages.search")
    parameters = question.parameters(page)
    return f"{path}?{urlencode(parameters)}" if parameters else path
