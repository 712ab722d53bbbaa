"""The cookie in which a browser keeps the language of pages."""

from pyramid.response import Response

from warehouse.http.request import Request
from warehouse.i18n import Locale
from warehouse.i18n.negotiation import PARAMETER


def keep_language(request: Request, response: Response, chosen: Locale) -> None:
    """Have the browser ask for pages in the chosen language from now on."""
    response.set_cookie(
        PARAMETER,
        chosen.code,
        httponly=True,
        secure=request.scheme == "https",
        samesite="Lax",
    )
