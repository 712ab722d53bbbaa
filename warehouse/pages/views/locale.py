"""Choosing the language of the pages."""

from urllib.parse import parse_qsl, urlencode, urlsplit

from pyramid.httpexceptions import HTTPBadRequest, HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config

from warehouse.http import Request
from warehouse.http.language_cookie import keep_language
from warehouse.http.redirects import safe_target
from warehouse.i18n import Negotiator, _, speaking
from warehouse.i18n.negotiation import PARAMETER


@view_config(route_name="pages.locale", uses_session=True)
def locale(request: Request) -> Response:
    """Store the chosen language in a cookie, and redirect to the page before."""
    wanted = request.GET.getall("locale_id")
    if len(wanted) != 1:
        raise HTTPBadRequest(_("Choose one language."))
    response = HTTPSeeOther(_back(request))
    chosen = request.registry[Negotiator].named(wanted[0])
    if chosen is not None:
        keep_language(request, response, chosen)
        with speaking(chosen):
            request.session.flash(_("Locale updated"), "success")
    return response


def _back(request: Request) -> str:
    """Return the visitor's page on this site, without a parameter that names a language."""
    target = safe_target(
        request.referer, host=urlsplit(request.host_url).netloc, default="/"
    )
    parts = urlsplit(target)
    if parts.path == request.path:
        return "/"
    query = parse_qsl(parts.query, keep_blank_values=True)
    kept = [(name, value) for name, value in query if name != PARAMETER]
    return target if kept == query else parts._replace(query=urlencode(kept)).geturl()
