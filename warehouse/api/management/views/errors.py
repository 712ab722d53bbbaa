"""Every error below /api/v1/ as problem details (RFC 9457)."""

from pyramid.exceptions import PredicateMismatch
from pyramid.httpexceptions import HTTPException, HTTPForbidden, HTTPNotFound
from pyramid.interfaces import ISecurityPolicy
from pyramid.response import Response
from pyramid.view import (
    exception_view_config,
    forbidden_view_config,
    notfound_view_config,
)

from warehouse.api.management.problems import Problem, problem_response
from warehouse.db import DatabaseError, is_unavailable
from warehouse.http import Request
from warehouse.http.views import allowed_methods, not_allowed
from warehouse.paths import MANAGEMENT
from warehouse.security import CredentialDenied
from warehouse.storage import StorageUnavailable

_BELOW = f"^{MANAGEMENT}"
_SCHEMES = f'Bearer realm="{MANAGEMENT}", Basic realm="{MANAGEMENT}", charset="UTF-8"'
_ASKED = "Send an API token: Authorization: Bearer pypi-…"
_DENIED = "The account whose token it is may not do that."
_KEPT = ("Allow", "Retry-After", "WWW-Authenticate")


@exception_view_config(Problem)
def refused(error: Problem, request: Request) -> Response:
    """Answer with a refusal of a view."""
    return problem_response(error)


@notfound_view_config(path_info=_BELOW, append_slash=False)
def not_found(error: HTTPNotFound, request: Request) -> Response:
    """Say that nothing is here, or which methods there are."""
    if isinstance(error, PredicateMismatch):
        allow = {"Allow": ", ".join(allowed_methods(request))}
        return problem_response(Problem(405, str(not_allowed(request)), headers=allow))
    found_nothing = not error.detail or error.detail == request.path_info
    detail = "There is nothing here." if found_nothing else str(error.detail)
    return problem_response(Problem(404, detail))


@forbidden_view_config(path_info=_BELOW)
def forbidden(error: HTTPForbidden, request: Request) -> Response:
    """Ask for a token, or say what this one may not do."""
    if request.identity is None:
        refusal = request.registry.queryUtility(ISecurityPolicy).refusal(request)
        detail = _ASKED if refusal is None else str(refusal.reason)
        headers = {"WWW-Authenticate": _SCHEMES}
        return problem_response(Problem(401, detail, headers=headers))
    denied = getattr(error, "result", None)
    if not isinstance(denied, CredentialDenied):
        return problem_response(Problem(403, _DENIED))
    return problem_response(Problem(403, str(denied.reason)))


@exception_view_config(HTTPException, path_info=_BELOW)
def http_error(error: HTTPException, request: Request) -> Response:
    """Answer with the status that something before the view raised."""
    if error.status_code < 400:
        return error
    headers = {name: error.headers[name] for name in _KEPT if name in error.headers}
    detail = str(error.detail or error.explanation or error.title)
    return problem_response(Problem(error.status_code, detail, headers=headers))


@exception_view_config(StorageUnavailable, path_info=_BELOW)
@exception_view_config(DatabaseError, path_info=_BELOW)
def unavailable(error: Exception, request: Request) -> Response:
    """Answer 503 if database or storage cannot be reached, 500 to their other errors."""
    if isinstance(error, DatabaseError) and not is_unavailable(error):
        return unexpected(error, request)
    request.log.error("service_unavailable", error=type(error).__name__)
    detail = "A part of this index does not answer. Please try again shortly."
    return problem_response(Problem(503, detail, headers={"Retry-After": "5"}))


@exception_view_config(Exception, path_info=_BELOW)
def unexpected(error: Exception, request: Request) -> Response:
    """Answer 500 to an error of ours, log it in full, and show no details."""
    request.log.error("unexpected_error", exc_info=error, path=request.path_info)
    detail = "This is our mistake, and it has been written to the log."
    return problem_response(Problem(500, detail))
