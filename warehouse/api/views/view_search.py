"""Searching within a view, for people and programs."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from pyramid.httpexceptions import HTTPBadRequest, HTTPNotFound, HTTPRequestEntityTooLarge
from pyramid.response import Response
from pyramid.view import view_config

from warehouse.api.serializers import view_search as serializer
from warehouse.api.views.reasons import as_json, as_page, kind_of
from warehouse.http import Request
from warehouse.i18n import _
from warehouse.index_views.resources import ViewResource
from warehouse.index_views.searching import ViewResults, search_view
from warehouse.packaging.caching import project_key
from warehouse.packaging.names import normalize
from warehouse.purges import ALL_HTML
from warehouse.search import questions
from warehouse.search.bounds import Bounds
from warehouse.search.caching import SEARCH
from warehouse.search.errors import (
    PageBeyond,
    PageInvalid,
    QuestionTooBroad,
    QuestionTooLong,
)
from warehouse.search.highlights import parts
from warehouse.search.questions import Question

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
    results = _results(context, request)
    following = _following(request, results)
    if kind_of(request) == "application/json":
        return as_json(
            serializer.of_results(
                context.view,
                results,
                following=following,
                url=lambda name: _why(request, request.route_url, name),
            )
        )
    question = results.question
    values = {
        "view": context.view,
        "question": question,
        "results": results,
        "following": following,
        "beginning": question.page > 1 and _url(request, question),
        "why": lambda name: _why(request, request.route_path, name),
        "parts": parts,
    }
    return as_page("api/view_search.html", values, request)


def _results(context: ViewResource, request: Request) -> ViewResults:
    """Search as the request asks, and note on what the answer depends."""
    now = datetime.now(UTC)
    bounds = request.registry[Bounds]
    try:
        question = questions.read(request.GET.items())
        found = search_view(request.db, context.view, question, bounds, now)
    except QuestionTooLong as error:
        said = _("A search may have ${limit} characters; this one has ${n}.")
        values = {"limit": error.limit, "n": error.length}
        raise HTTPRequestEntityTooLarge(said.with_values(**values)) from error
    except PageInvalid as error:
        said = _("“${page}” is not the number of a page.")
        raise HTTPBadRequest(said.with_values(page=error.given)) from error
    except PageBeyond as error:
        said = _("These results end at page ${n}.")
        raise HTTPNotFound(said.with_values(n=error.pages)) from error
    except QuestionTooBroad as error:
        raise HTTPBadRequest(
            _(
                "These words match so much that looking through all of it would take too "
                "long."
            )
        ) from error
    request.depend_on(*map(project_key, found.names))
    if found.changes_at is not None:
        request.keep_for(int((found.changes_at - now).total_seconds()))
    return found


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
