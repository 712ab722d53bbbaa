"""The form for the password that signed-in people are asked for again."""

from typing import Any

import orjson
from pyramid.httpexceptions import HTTPBadRequest, HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config

from warehouse.accounts.errors import LoginFailed
from warehouse.accounts.explanations import explain_login
from warehouse.accounts.models import User
from warehouse.accounts.policy import note_password
from warehouse.accounts.services.logins import LoginService
from warehouse.accounts.services.security_keys import (
    REAUTHENTICATION,
    SecurityKeyService,
)
from warehouse.accounts.signals import ReauthenticationRefused
from warehouse.http import Request
from warehouse.http.redirects import safe_target
from warehouse.i18n import _
from warehouse.security import Permission


@view_config(
    route_name="login.reauthenticate",
    request_method="POST",
    methods=("POST",),
    permission=Permission.ACCOUNT_VISIT,
    uses_session=True,
)
def reauthenticate(request: Request) -> Response:
    """Check the password or a key, and lead back to what was asked for either way."""
    target = _target(request)
    try:
        _check(request, request.identity.user)
    except LoginFailed as error:
        request.session.flash(str(explain_login(error)[0]), "reauthentication")
    else:
        note_password(request)
    return HTTPSeeOther(target)


def _check(request: Request, user: User) -> None:
    answer = request.POST.get("credential")
    if answer:
        request.service(SecurityKeyService).check(
            user, answer, purpose=REAUTHENTICATION, actor=request.actor
        )
        return
    request.service(LoginService).check_password(
        user.username,
        request.POST.get("password", ""),
        actor=request.actor,
        refusal=ReauthenticationRefused,
    )


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
