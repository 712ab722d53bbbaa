"""The form for the password that signed-in people are asked for again."""

from typing import Any

import orjson
from pyramid.httpexceptions import HTTPBadRequest, HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config

from warehouse.accounts.errors import LoginFailed
from warehouse.accounts.explanations import explain_login
from warehouse.http import Request
from warehouse.http.redirects import safe_target
from warehouse.i18n import _
from warehouse.login.reauthentication import prove
from warehouse.security import Permission


@view_config(
    route_name="login.reauthenticate",
    request_method="POST",
    methods=("POST",),
    permission=Permission.ACCOUNT_VISIT,
    uses_session=True,
    read_only="discard",
)
def reauthenticate(request: Request) -> Response:
    """Check the password or a key, and lead back to what was asked for either way."""
    target = _target(request)
    try:
        prove(request, request.identity.user)
    except LoginFailed as error:
        request.session.flash(str(explain_login(error)[0]), "reauthentication")
    return HTTPSeeOther(target)


def _target(request: Request) -> str:
    """Return the URL that the hidden fields describe; raises `HTTPBadRequest`."""
    try:
        path = request.route_path(
            request.POST["next_route"],
            **_strings(request.POST["next_route_matchdict"]),
            _query=_strings(request.POST["next_route_query"]),
        )
    except (KeyError, ValueError, TypeError) as error:
        broken = _("The form does not say where to go on. Please load the page again.")
        raise HTTPBadRequest(broken) from error
    return safe_target(path, host=request.host, default="/")


def _strings(text: str) -> dict[str, Any]:
    found = orjson.loads(text)
    if not isinstance(found, dict) or any(key.startswith("_") for key in found):
        raise ValueError("no object of plain names")
    return found
