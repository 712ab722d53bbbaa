"""Error pages: what happened, and where to go."""

from pyramid.httpexceptions import HTTPException, HTTPMovedPermanently
from pyramid.interfaces import IRoutesMapper
from pyramid.renderers import render_to_response
from pyramid.response import Response
from pyramid.view import exception_view_config, notfound_view_config
from sqlalchemy.exc import SQLAlchemyError

from warehouse.db import is_unavailable
from warehouse.http import Request
from warehouse.storage import StorageUnavailable

_TITLES = {
    400: "That request made no sense",
    403: "You may not see this",
    404: "There is nothing here",
    405: "That cannot be done here",
    429: "Too much at once",
    503: "We will be back in a moment",
}


@notfound_view_config()
def not_found(request: Request) -> Response:
    """Add a missing slash if that helps; say that nothing is here otherwise."""
    path = request.path_info
    if not path.endswith("/") and request.method in {"GET", "HEAD"}:
        slashed = _route_exists(request, path + "/")
        if slashed and not path.startswith("//"):
            query = f"?{request.query_string}" if request.query_string else ""
            location = f"{request.host_url}{request.path}/{query}"
            return HTTPMovedPermanently(location)
    return _page(request, 404, "The address may be mistyped, or what was here is gone.")


@exception_view_config(HTTPException)
def http_error(error: HTTPException, request: Request) -> Response:
    """A page for every status that has no better one."""
    if error.status_code < 400:
        return error
    response = _page(request, error.status_code, error.detail or error.explanation)
    for name in ("Allow", "Retry-After"):
        if name in error.headers:
            response.headers[name] = error.headers[name]
    return response


@exception_view_config(StorageUnavailable)
@exception_view_config(SQLAlchemyError)
def unavailable(error: Exception, request: Request) -> Response:
    """The database or the file store is away: 503. Any other of its errors is ours."""
    if isinstance(error, SQLAlchemyError) and not is_unavailable(error):
        return unexpected(error, request)
    request.log.error("service_unavailable", error=type(error).__name__)
    response = _page(
        request, 503, "A part of this index does not answer. Please try again shortly."
    )
    response.headers["Retry-After"] = "5"
    return response


@exception_view_config(Exception)
def unexpected(error: Exception, request: Request) -> Response:
    """A mistake of ours: logged in full, shown without details."""
    request.log.error("unexpected_error", exc_info=error, path=request.path_info)
    return _page(request, 500, "This is a mistake of ours and has been written to the log.")


def _page(request: Request, status: int, explanation: str) -> Response:
    title = _TITLES.get(status, "Something went wrong")
    values = {"status": status, "title": title, "explanation": explanation}
    if _prefers_text(request):
        response = Response(
            text=f"{status} {title}\n\n{explanation}\n",
            content_type="text/plain",
            charset="UTF-8",
        )
    else:
        response = render_to_response("layouts/error.html", values, request=request)
    response.status_code = status
    response.vary = ("Accept",)
    return response


def _prefers_text(request: Request) -> bool:
    offers = request.accept.acceptable_offers(["text/html", "text/plain"])
    return bool(offers) and offers[0][0] == "text/plain"


def _route_exists(request: Request, path: str) -> bool:
    mapper = request.registry.queryUtility(IRoutesMapper)
    return any(
        route.pattern.startswith("/") and route.match(path) is not None
        for route in mapper.get_routes()
    )
