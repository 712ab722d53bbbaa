"""A view, and why it shows or hides each file: rule by rule, for people and programs."""

from typing import Any

from pyramid.renderers import render_to_response
from pyramid.response import Response
from pyramid.view import view_config

from warehouse.api.cross_origin import open_to_all
from warehouse.api.serializers import reasons
from warehouse.api.views.index_views import project_in
from warehouse.http import Request
from warehouse.http.caching.derivers import DAY
from warehouse.http.redirects import spelled_right
from warehouse.index_views.resources import NotInView, ViewResource
from warehouse.packaging.names import normalize
from warehouse.purges import ALL_HTML

_MOST = 500
"""Files that the page of a project shows; the newest come first."""

_KINDS = ("text/html", "application/json")


def kind_of(request: Request) -> str:
    """Return the media type to answer with: JSON if it is accepted and HTML is not."""
    accepted = {offer for offer, _ in request.accept.acceptable_offers(list(_KINDS))}
    return next((each for each in _KINDS if each in accepted), _KINDS[0])


@view_config(
    route_name="api.view",
    context=ViewResource,
    renderer="api/view.html",
    stored_for=DAY,
    surrogate_keys=(ALL_HTML,),
)
def view(context: ViewResource, request: Request) -> dict[str, Any]:
    """Show the rule of a view, and how an installer is pointed at it."""
    spelled = request.matchdict["view"]
    index = request.route_url("api.view.index", view=spelled)
    return {"view": context.view, "spelled": spelled, "index": index}


@view_config(
    route_name="api.view.why",
    context=ViewResource,
    stored_for=DAY,
    surrogate_keys=(ALL_HTML,),
    varies_by=kind_of,
    localized=True,
)
def project(context: ViewResource, request: Request) -> Response:
    """Answer with every file of a project, and what keeps each of them out of view."""
    name = request.matchdict["name"]
    moved = spelled_right(request, name=normalize(name))
    if moved is not None:
        return open_to_all(moved)
    seen = project_in(context, request)
    if kind_of(request) == "application/json":
        return as_json(reasons.of_project(context.view, seen))
    values = {
        "view": context.view,
        "seen": seen,
        "files": list(reversed(seen.files))[:_MOST],
        "most": _MOST,
        "objection": reasons.objection,
    }
    return as_page("api/view_why.html", values, request)


@view_config(
    route_name="api.view.why.file",
    context=ViewResource,
    stored_for=DAY,
    surrogate_keys=(ALL_HTML,),
    varies_by=kind_of,
    localized=True,
)
def file(context: ViewResource, request: Request) -> Response:
    """Answer with what every part of the rule says of one file."""
    seen = project_in(context, request)
    found = seen.file(request.matchdict["filename"])
    if found is None:
        raise NotInView(f"{seen.listing.name} has no such file.")
    if kind_of(request) == "application/json":
        return as_json(reasons.of_file(context.view, seen, found))
    values = {
        "view": context.view,
        "seen": seen,
        "found": found,
        "title": reasons.title,
        "explain": reasons.explain,
    }
    return as_page("api/view_why_file.html", values, request)


def as_page(template: str, values: dict[str, Any], request: Request) -> Response:
    """Answer with a page about a view."""
    spelled = request.matchdict["view"]
    values |= {"spelled": spelled}
    response = render_to_response(template, values, request=request)
    response.vary = ("Accept",)
    return response


def as_json(body: bytes) -> Response:
    """Answer with JSON about a view."""
    response = open_to_all(Response(body=body, content_type="application/json"))
    response.charset = None
    response.vary = ("Accept",)
    return response
