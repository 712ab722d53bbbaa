"""Asking people to sign in, or telling them that they may not see a page."""

from urllib.parse import urlencode

from pyramid.httpexceptions import HTTPForbidden, HTTPSeeOther
from pyramid.interfaces import ISecurityPolicy
from pyramid.response import Response
from pyramid.view import forbidden_view_config

from warehouse.http import Request
from warehouse.security import CredentialDenied
from warehouse.security.policy import accepted_credentials
from warehouse.templates.errors import http_error_page


@forbidden_view_config()
def forbidden(error: HTTPForbidden, request: Request) -> Response:
    """Redirect to where it can be helped, signing in first of all, else answer 403."""
    denied = getattr(error, "result", None)
    if isinstance(denied, CredentialDenied) and denied.route is not None:
        request.session.flash(denied.reason, "warning")
        query = urlencode({"next": request.path_qs})
        path = request.route_path(denied.route, **denied.parts)
        return HTTPSeeOther(f"{path}?{query}")
    if request.identity is None and "session" in accepted_credentials(request):
        refusal = request.registry.queryUtility(ISecurityPolicy).refusal(request)
        if refusal is not None:
            request.session.flash(refusal.reason)
        query = urlencode({"next": request.path_qs})
        return HTTPSeeOther(f"{request.route_path('login.login')}?{query}")
    return http_error_page(HTTPForbidden(), request)
