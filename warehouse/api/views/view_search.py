"""Searching within a view, for people and programs."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from pyramid.httpexceptions import status_map
from pyramid.response import Response
from pyramid.view import view_config

from warehouse.api.serializers import view_search as serializer
from warehouse.api.views.reasons import as_json, as_page, kind_of
from warehouse.http import Request
from warehouse.index_views.elsewhere import NAME as UPSTREAMS
from warehouse.index_views.resources import ViewResource
from warehouse.index_views.searching import (
    NAMES_FOUND,
    ViewResults,
    names_in_view,
    search_view,
)
from warehouse.packaging.caching import project_key
from warehouse.packaging.names import normalize
from warehouse.purges import ALL_HTML
from warehouse.search import questions
from warehouse.search.bounds import Bounds
from warehouse.search.caching import SEARCH
from warehouse.search.elsewhere import found_elsewhere
from warehouse.search.errors import QuestionError
from warehouse.search.highlights import parts
from warehouse.search.questions import Question
from warehouse.search.refusals import refusal_of
from warehouse.upstreams.searching import NameElsewhere

_STORED_FOR = 3600


@view_config(
    route_name="api.view.search",
    context=ViewResource,
    stored_for=_STORED_FOR,
    surrogate_keys=(ALL_HTML, SEARCH),
    query=questions.NAMES,
    varies_by=kind_of,
    localized=True,
)
def search(context: ViewResource, request: Request) -> Response:
    """Answer with the projects that are found, of which the view shows a file."""
    now = datetime.now(UTC)
    results = _results(context, request, now)
    others = _elsewhere(context, request, results.question, now)
    following = _following(request, results)
    if kind_of(request) == "application/json":
        return as_json(
            serializer.of_results(
                context.view,
                results,
                others,
                following=following,
                url=lambda name: _why(request, request.route_url, name),
            )
        )
    question = results.question
    values = {
        "view": context.view,
        "question": question,
        "results": results,
        "elsewhere": others,
        "following": following,
        "beginning": question.page > 1 and _url(request, question),
        "why": lambda name: _why(request, request.route_path, name),
        "parts": parts,
    }
    return as_page("api/view_search.html", values, request)


def _results(context: ViewResource, request: Request, now: datetime) -> ViewResults:
    """Search as the request asks, and note on what the answer depends."""
    bounds = request.registry[Bounds]
    try:
        question = questions.read(request.GET.items())
        found = search_view(request.db, context.view, question, bounds, now)
    except QuestionError as error:
        refused = refusal_of(error)
        raise status_map[refused.status](refused.said) from error
    request.depend_on(*map(project_key, found.names))
    _keep_until(found.changes_at, request, now)
    return found


def _elsewhere(
    context: ViewResource, request: Request, question: Question, now: datetime
) -> Sequence[NameElsewhere]:
    """Return names that upstreams have, of which the view may show files."""
    if UPSTREAMS not in context.view.rule.sources:
        return ()
    found = found_elsewhere(request, question, most=NAMES_FOUND)
    shown = names_in_view(request.db, context.view, found, now)
    _keep_until(shown.changes_at, request, now)
    return shown.names


def _keep_until(moment: datetime | None, request: Request, now: datetime) -> None:
    if moment is not None:
        request.keep_for(int((moment - now).total_seconds()))


def _following(request: Request, results: ViewResults) -> str | None:
    """Return where the search goes on, None where it ended."""
    if results.next_page is None:
        return None
    return f"{request.host_url}{_url(request, results.question, results.next_page)}"


def _url(request: Request, question: Question, page: int = 1) -> str:
    path: str = request.route_path("api.view.search", view=request.matchdict["view"])
    parameters = question.parameters(page)
    return f"{path}?{urlencode(parameters)}" if parameters else path


def _why(request: Request, route: Any, name: str) -> str:
    """Return where a view says what it shows of a project."""
    spelled = request.matchdict["view"]
    return str(route("api.view.why", view=spelled, name=normalize(name)))
