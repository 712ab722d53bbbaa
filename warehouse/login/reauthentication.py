"""Asking signed-in people for the password again, before what would hurt most.

`requires_reauth=True` on a view asks those whose password is older than half an hour, and
`requires_reauth=10` those whose is older than ten seconds. The answer is a page with a
form in place of what was asked for; the form leads back there.
"""

from typing import Any

import orjson
from pyramid.config import Configurator
from pyramid.renderers import render_to_response
from pyramid.response import Response

from warehouse.accounts.policy import seconds_since_password
from warehouse.http import Request
from warehouse.http.views import View

_HALF_AN_HOUR = 30 * 60


def reauthentication_deriver(view: View, info: Any) -> View:
    """Answer with a form for the password where the last one is too old."""
    option = info.options.get("requires_reauth", False)
    if option is False:
        return view
    longest = _HALF_AN_HOUR if option is True else int(option)

    def guarded(context: Any, request: Request) -> Response:
        if seconds_since_password(request) <= longest:
            return view(context, request)
        return _page(request)

    return guarded


reauthentication_deriver.options = ("requires_reauth",)  # type: ignore[attr-defined]


def _page(request: Request) -> Response:
    session = request.session
    values = {
        "next_route": request.matched_route.name,
        "next_route_matchdict": orjson.dumps(dict(request.matchdict)).decode(),
        "next_route_query": orjson.dumps(request.GET.mixed()).decode(),
        "user": request.identity.user,
        "csrf_token": session.get_csrf_token(),
        "messages": session.pop_flash("reauthentication"),
    }
    return render_to_response("login/reauthenticate.html", values, request=request)


def includeme(config: Configurator) -> None:
    """Register the option of views."""
    config.add_view_deriver(reauthentication_deriver)
