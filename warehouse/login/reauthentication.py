"""Asking signed-in people for the password again, before what would hurt most.

`requires_reauth=True` on a view asks those whose password is older than half an hour, and
`requires_reauth=10` those whose is older than ten seconds. The answer is a page with a
form in place of what was asked for; the form leads back there. Where a form was sent, the
page takes what it said along, and sends it again with the password.
"""

import re
from typing import Any

import orjson
from pyramid.config import Configurator
from pyramid.renderers import render_to_response
from pyramid.response import Response

from warehouse.accounts.errors import LoginFailed, PasswordWrong
from warehouse.accounts.explanations import explain_login
from warehouse.accounts.models import User
from warehouse.accounts.policy import note_password, seconds_since_password
from warehouse.accounts.services.logins import LoginService
from warehouse.accounts.services.security_keys import REAUTHENTICATION, SecurityKeyService
from warehouse.accounts.signals import ReauthenticationRefused
from warehouse.http import Request
from warehouse.http.views import READING, View
from warehouse.i18n import _
from warehouse.login.single_sign_on import provider
from warehouse.macaroons.policy import looks_like_token
from warehouse.single_sign_on.services import IdentityService

_HALF_AN_HOUR = 30 * 60
_AGAIN = "reauthentication"
"""The field of a form that was sent again with the password."""

_OURS = {_AGAIN, "csrf_token", "credential", "password"}
_SECRET = re.compile(r"password|totp|code|credential|secret")
"""The names of fields whose values are not taken along."""


def reauthentication_deriver(view: View, info: Any) -> View:
    """Answer with a form for the password where the last one is too old."""
    option = info.options.get("requires_reauth", False)
    if option is False:
        return view
    longest = _HALF_AN_HOUR if option is True else int(option)
    is_json = getattr(info.options.get("renderer"), "name", None) == "json"

    def guarded(context: Any, request: Request) -> Response:
        if seconds_since_password(request) <= longest:
            return view(context, request)
        if is_json:
            return _refusal(request)
        if _AGAIN not in request.POST:
            return _page(request, request.session.pop_flash(_AGAIN))
        try:
            prove(request, request.identity.user)
        except LoginFailed as error:
            return _page(request, explain_login(error))
        _restore(request)
        return view(context, request)

    return guarded


reauthentication_deriver.options = ("requires_reauth",)  # type: ignore[attr-defined]


def prove(request: Request, user: User) -> None:
    """Note that the form has the password or a key's answer; raises `LoginFailed`."""
    answer = request.POST.get("credential")
    if answer:
        request.service(SecurityKeyService).check(
            user, answer, purpose=REAUTHENTICATION, actor=request.actor
        )
    elif not request.service(IdentityService).types_password(user):
        raise PasswordWrong
    else:
        request.service(LoginService).check_password(
            user.username,
            request.POST.get("password", ""),
            actor=request.actor,
            refusal=ReauthenticationRefused,
        )
    note_password(request)


def _restore(request: Request) -> None:
    """Make the form what it was; the password that was just proved confirms it, too."""
    password = request.POST.get("password", "")
    for name in _OURS - {"csrf_token"}:
        request.POST.pop(name, None)
    if "confirm_password" in request.POST:
        request.POST["confirm_password"] = password


def _page(request: Request, messages: list[str]) -> Response:
    values = {
        "next_route": request.matched_route.name,
        "next_route_matchdict": orjson.dumps(dict(request.matchdict)).decode(),
        "next_route_query": orjson.dumps(request.GET.mixed()).decode(),
        **_ways_of(request),
        "csrf_token": request.session.get_csrf_token(),
        "messages": messages,
        "form_again": request.path_qs if request.method == "POST" else None,
        "fields": _taken_along(request),
    }
    return render_to_response("login/reauthenticate.html", values, request=request)


def _ways_of(request: Request) -> dict[str, Any]:
    """Return who is asked, and with what they can prove it."""
    user, found = request.identity.user, provider(request)
    identities = request.service(IdentityService).ways_in(user)
    issuers = {each.issuer for each in identities}
    return {
        "user": user,
        "has_password": request.service(IdentityService).types_password(user),
        "provider": found if found and found.issuer in issuers else None,
        "next": request.path_qs if request.method in READING else request.path,
    }


def _taken_along(request: Request) -> list[tuple[str, str]]:
    """Return the fields of the form that was sent, secret ones without their values."""
    return [
        (name, "" if _SECRET.search(name) or looks_like_token(value) else value)
        for name, value in request.POST.items()
        if name not in _OURS
    ]


def _refusal(request: Request) -> Response:
    """Return what a script is told, which cannot show a form."""
    said = _("Your password is to be entered again. Please load the page again.")
    response = Response(status=403, json_body={"fail": {"errors": [str(said)]}})
    response.cache_control.no_store = True
    return response


def includeme(config: Configurator) -> None:
    """Register the option of views."""
    config.add_view_deriver(reauthentication_deriver)
