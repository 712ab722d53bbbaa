"""The error page where sessions are unavailable."""

from pyramid.response import Response
from pyramid.view import exception_view_config

from warehouse.http import Request
from warehouse.i18n import _
from warehouse.sessions import SessionsUnavailable
from warehouse.templates.errors import error_page


@exception_view_config(SessionsUnavailable)
def sessions_unavailable(error: SessionsUnavailable, request: Request) -> Response:
    """Answer 503 where a session is needed and Valkey cannot be reached."""
    request.log.error("sessions_unavailable", error=str(error.__cause__))
    response = error_page(
        request,
        503,
        _(
            "Nobody can sign in, or be recognised, at the moment. Reading, installing and "
            "uploading with a token still work. Please try again shortly."
        ),
    )
    response.headers["Retry-After"] = "5"
    return response
