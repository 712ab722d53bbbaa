"""Searching, for programs: the same questions and answers as on the page."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import orjson
from pyramid.response import Response
from pyramid.view import view_config

from warehouse.api.cross_origin import open_to_all
from warehouse.http import Request
from warehouse.search import filters, queries, questions
from warehouse.search.bounds import Bounds
from warehouse.search.caching import SEARCH
from warehouse.search.elsewhere import found_elsewhere
from warehouse.search.errors import QuestionError
from warehouse.search.queries import Hit, SearchResults
from warehouse.search.refusals import refusal_of

_STORED_FOR = 3600


@view_config(
    route_name="api.search",
    stored_for=_STORED_FOR,
    surrogate_keys=(SEARCH,),
    query=questions.NAMES,
)
def search(request: Request) -> Response:
    """Answer with a page of results, their number, and the facets that narrow them."""
    try:
        question = questions.read(request.GET.items())
        results = queries.search(request.db, question, request.registry[Bounds])
    except QuestionError as error:
        refused = refusal_of(error)
        return _json(refused.status, {"message": refused.english})
    return _json(200, _content(request, results))


def _content(request: Request, results: SearchResults) -> dict[str, Any]:
    page, pages = results.question.page, results.pages
    return {
        "total": results.expected if results.is_capped else results.total,
        "total_is_estimated": results.is_capped,
        "page": page,
        "pages": pages,
        "per_page": questions.PER_PAGE,
        "next": _link(request, results, page + 1) if page < pages else None,
        "previous": _link(request, results, page - 1) if page > 1 else None,
        "results": [_result(request, hit) for hit in results.hits],
        "facets": filters.counts_of(request.db, results),
        "facets_are_partial": results.counts_are_partial,
        "did_you_mean": list(results.suggestions),
        "not_understood": list(results.question.said.unread),
        "elsewhere": [
            {
                "name": each.name,
                "index": each.upstream,
                "url": request.route_url("pages.project", name=each.name),
            }
            for each in found_elsewhere(request, results.question)
        ],
    }


def _result(request: Request, hit: Hit) -> dict[str, Any]:
    return {
        "name": hit.name,
        "version": hit.version,
        "summary": hit.summary,
        "status": hit.status,
        "created": hit.created,
        "updated": hit.updated,
        "url": request.route_url("pages.project", name=hit.name),
        "found_in": list(hit.found.fields),
        "marks": {"name": hit.found.name, "summary": hit.found.summary},
        "excerpt": hit.found.excerpt,
    }


def _link(request: Request, results: SearchResults, page: int) -> str:
    query = urlencode(results.question.parameters(page))
    return f"{request.route_url('api.search')}?{query}"


def _json(status: int, content: Mapping[str, Any]) -> Response:
    body = orjson.dumps(content, option=orjson.OPT_UTC_Z)
    response = Response(status=status, body=body, content_type="application/json")
    response.charset = None
    return open_to_all(response)
