"""Error pages: what happened, and where to go."""

from pyramid.exceptions import PredicateMismatch
from pyramid.httpexceptions import HTTPException, HTTPMovedPermanently, HTTPNotFound
from pyramid.interfaces import IRoutesMapper
from pyramid.response import Response
from pyramid.view import exception_view_config, notfound_view_config

from warehouse.db import DatabaseError, is_unavailable
from warehouse.http import Request
from warehouse.http.views import allowed_methods, not_allowed
from warehouse.i18n import _
from warehouse.search import queries
from warehouse.search.bounds import Bounds
from warehouse.storage import StorageUnavailable
from warehouse.templates.errors import error_page, http_error_page


@notfound_view_config()
def not_found(error: HTTPNotFound, request: Request) -> Response:
    """Add a missing slash if that helps; say that nothing is here otherwise."""
    if isinstance(error, PredicateMismatch):
        return _wrong_method(request)
    path = request.path_info
    if not path.endswith("/") and request.method in {"GET", "HEAD"}:
        slashed = _route_exists(request, path + "/")
        if slashed and not path.startswith("//"):
            query = f"?{request.query_string}" if request.query_string else ""
            location = f"{request.host_url}{request.path}/{query}"
            return HTTPMovedPermanently(location)
    if _is_project(request):
        return _no_project(request)
    return http_error_page(HTTPNotFound(), request)


def _is_project(request: Request) -> bool:
    route = request.matched_route
    is_read = request.method in {"GET", "HEAD"}
    return route is not None and route.name == "pages.project" and is_read


def _no_project(request: Request) -> Response:
    """Answer 404 with the names that are nearest to one that nobody has.

    It is about this name only, and so must not be kept for others.
    """
    near = queries.nearest(request.db, request.matchdict["name"], request.registry[Bounds])
    response = http_error_page(HTTPNotFound(), request, nearest=near)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


@exception_view_config(HTTPException)
def http_error(error: HTTPException, request: Request) -> Response:
    """Show a page for every status that has no better one."""
    if error.status_code < 400:
        return error
    return http_error_page(error, request)


@exception_view_config(StorageUnavailable)
@exception_view_config(DatabaseError)
def unavailable(error: Exception, request: Request) -> Response:
    """Answer 503 if database or storage cannot be reached, 500 to their other errors."""
    if isinstance(error, DatabaseError) and not is_unavailable(error):
        return unexpected(error, request)
    request.log.error("service_unavailable", error=type(error).__name__)
    response = error_page(
        request,
        503,
        _("A part of this index does not answer. Please try again shortly."),
    )
    response.headers["Retry-After"] = "5"
    return response


@exception_view_config(Exception)
def unexpected(error: Exception, request: Request) -> Response:
    """Answer 500 to an error of ours, log it in full, and show no details."""
    request.log.error("unexpected_error", exc_info=error, path=request.path_info)
    return error_page(
        request, 500, _("This is our mistake, and it has been written to the log.")
    )


def _wrong_method(request: Request) -> Response:
    """Answer 405 with the methods that have views here."""
    response = error_page(request, 405, not_allowed(request))
    response.headers["Allow"] = ", ".join(allowed_methods(request))
    return response


def _route_exists(request: Request, path: str) -> bool:
    mapper = request.registry.queryUtility(IRoutesMapper)
    return any(
        route.pattern.startswith("/") and route.match(path) is not None
        for route in mapper.get_routes()
    )
