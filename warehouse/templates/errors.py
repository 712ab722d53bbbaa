"""Error pages: what happened, and where to go; as plain text where that is preferred."""

from typing import Any

from pyramid.exceptions import BadCSRFToken
from pyramid.httpexceptions import HTTPException
from pyramid.renderers import render_to_response
from pyramid.response import Response

from warehouse.http import Request
from warehouse.http.caching.vary import LOCALE_VARY, speaks
from warehouse.http.views import is_upload
from warehouse.i18n import _

_TITLES = {
    400: _("That request made no sense"),
    401: _("Who are you?"),
    403: _("You may not see this"),
    404: _("There is nothing here"),
    405: _("That cannot be done here"),
    413: _("That is too much"),
    429: _("Too much at once"),
    503: _("We will be back in a moment"),
}
_EXPLANATIONS = {
    400: _("Something in it is missing, or has a form that nobody here understands."),
    403: _("It is for people who have been given the right to it."),
    404: _("The address is mistyped, or what was here is gone."),
}


def http_error_page(error: HTTPException, request: Request, **more: Any) -> Response:
    """Return the page of an HTTP error, with the headers that belong to its status.

    `more` is what its page shows besides.
    """
    response = error_page(request, error.status_code, _explanation(error), **more)
    for name in ("Allow", "Retry-After", "WWW-Authenticate"):
        if name in error.headers:
            response.headers[name] = error.headers[name]
    return response


def error_page(request: Request, status: int, explanation: str, **more: Any) -> Response:
    """Return the answer to a request that failed with `status`."""
    title = _TITLES.get(status, _("Something went wrong"))
    values = {"status": status, "title": title, "explanation": explanation, **more}
    if _prefers_text(request):
        response = Response(
            text=f"{status} {title}\n\n{explanation}\n",
            content_type="text/plain",
            charset="UTF-8",
        )
    else:
        response = render_to_response("layouts/error.html", values, request=request)
    response.status_code = status
    if status == 405 and is_upload(request):
        # Clients that upload show the status line to people, and nothing else.
        response.status = f"405 {explanation}".encode("latin-1", "replace").decode(
            "latin-1"
        )
    response.vary = ("Accept", *LOCALE_VARY) if speaks(request) else ("Accept",)
    return response


def _explanation(error: HTTPException) -> str:
    if isinstance(error, BadCSRFToken):
        return _("The form was open for too long. Please load it again.")
    known = _EXPLANATIONS.get(error.status_code, error.explanation)
    return error.detail or known or ""


def _prefers_text(request: Request) -> bool:
    offers = request.accept.acceptable_offers(["text/html", "text/plain"])
    return bool(offers) and offers[0][0] == "text/plain"
