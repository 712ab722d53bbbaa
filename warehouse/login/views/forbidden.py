"""Whoever may not see a page is asked to sign in, or told that they may not."""

from urllib.parse import urlencode

from pyramid.httpexceptions import HTTPForbidden, HTTPSeeOther
from pyramid.interfaces import ISecurityPolicy
from pyramid.response import Response
from pyramid.view import forbidden_view_config

from warehouse.http import Request
from warehouse.security.policy import accepted_credentials
from warehouse.templates.errors import http_error_page


@forbidden_view_config()
def forbidden(error: HTTPForbidden, request: Request) -> Response:
    """Sign in first, where a session would help."""
    if request.identity is None and "session" in accepted_credentials(request):
        refusal = request.registry.queryUtility(ISecurityPolicy).refusal(request)
        if refusal is not None:
            request.session.flash(refusal.reason)
        query = urlencode({"next": request.path_qs})
        return HTTPSeeOther(f"{request.route_path('login.login')}?{query}")
    return http_error_page(HTTPForbidden(), request)
