"""`/_mail/`: every message that is sent, for those who change them."""

from typing import Any

from pyramid.httpexceptions import HTTPNotFound
from pyramid.response import Response
from pyramid.view import view_config

from warehouse.email import Renderer
from warehouse.email.messages import TEMPLATES
from warehouse.email.rendering import Rendered
from warehouse.email.samples import sample
from warehouse.http import Request

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox allow-popups"
"""The content security policy of a message, which has its style inline and no scripts."""


@view_config(route_name="pages.mail", renderer="pages/mail.html")
def messages(request: Request) -> dict[str, Any]:
    """Show each message as text, where the settings ask for the guide."""
    _check_guide(request)
    return {"messages": [(name, _rendered(request, name)) for name in sorted(TEMPLATES)]}


@view_config(route_name="pages.mail.one")
def message(request: Request) -> Response:
    """Show one message as HTML."""
    _check_guide(request)
    name = request.matchdict["name"]
    if name not in TEMPLATES:
        raise HTTPNotFound
    response = Response(_rendered(request, name).html, content_type="text/html")
    response.headers["Content-Security-Policy"] = _POLICY
    return response


def _check_guide(request: Request) -> None:
    if not request.settings.development.style_guide:
        raise HTTPNotFound


def _rendered(request: Request, name: str) -> Rendered:
    renderer: Renderer = request.registry[Renderer]
    return renderer.render(sample(TEMPLATES[name]), request.locale)
