"""What is true of every view unless its options say otherwise.

A view answers GET and HEAD only, has no session, and is guarded against forgery. The
options:

- `methods=`: what it answers.
- `uses_session=`: it may touch the session, so its answer is private.

How long its answer may be stored is said by the options in `caching/derivers.py`.
"""

from collections.abc import Callable
from typing import Any

from pyramid.config import Configurator
from pyramid.httpexceptions import HTTPMethodNotAllowed
from pyramid.response import Response
from pyramid.viewderivers import INGRESS

from warehouse.http.forms import MULTIPART
from warehouse.http.request import Request
from warehouse.i18n import Message, _

View = Callable[[Any, Request], Response]

READING = ("GET", "HEAD", "OPTIONS")


def not_allowed(request: Request) -> Message:
    """Say that the method is not allowed, or, to an upload, where uploads belong."""
    if is_upload(request):
        place = {"url": request.route_url("forklift.upload")}
        return _("Files are not uploaded here but to ${url}", mapping=place)
    return _(
        "The method ${method} is not allowed here.", mapping={"method": request.method}
    )


def allowed_methods(request: Request) -> list[str]:
    """Return the methods that have views where the route of `request` leads."""
    name = request.matched_route.name
    allowed: set[str] = set()
    for each in request.registry.introspector.get_category("views") or ():
        view = each["introspectable"]
        if view["route_name"] == name:
            methods = view["request_methods"] or ()
            allowed.update([methods] if isinstance(methods, str) else methods)
    return sorted(allowed)


def is_upload(request: Request) -> bool:
    """Return whether a client sends a file, which no page of ours lets a browser do."""
    return bool(request.method == "POST" and request.content_type == MULTIPART)


def methods_deriver(view: View, info: Any) -> View:
    """Answer 405 with `Allow` to a method the view does not name."""
    methods = info.options.get("methods", READING)
    if info.exception_only:
        return view

    def checked(context: Any, request: Request) -> Response:
        if request.method not in methods:
            raise HTTPMethodNotAllowed(
                not_allowed(request),
                headers={"Allow": ", ".join(sorted(methods))},
            )
        return view(context, request)

    return checked


methods_deriver.options = ("methods",)  # type: ignore[attr-defined]


def session_deriver(view: View, info: Any) -> View:
    """Withhold the session from views that did not ask for it; mark answers private."""
    uses_session = info.options.get("uses_session", False)
    if info.exception_only:
        return view

    def guarded(context: Any, request: Request) -> Response:
        request.environ["warehouse.uses_session"] = uses_session
        response = view(context, request)
        if uses_session:
            response.vary = {*(response.vary or ()), "Cookie"}
            response.cache_control.private = True
            response.cache_control.no_store = True
        return response

    return guarded


session_deriver.options = ("uses_session",)  # type: ignore[attr-defined]


def includeme(config: Configurator) -> None:
    """Register the derivers, outermost first."""
    config.add_view_deriver(methods_deriver, over="secured_view", under=INGRESS)
    config.add_view_deriver(session_deriver, over="secured_view", under="methods_deriver")
    config.set_default_csrf_options(require_csrf=True)
