"""The guides under `/help/`, whose commands a test runs as they stand."""

import re
from collections.abc import Callable
from typing import Any

from pyramid.view import view_config

from warehouse.http import Request
from warehouse.http.caching.derivers import DAY
from warehouse.oidc import audience_of
from warehouse.pages.guides import GUIDES
from warehouse.purges import ALL_HTML

View = Callable[[Request], dict[str, Any]]


def _with_templates(view: View) -> View:
    """Register a view with the template of each guide."""
    for name in GUIDES:
        register = view_config(
            route_name="pages.guide",
            match_param=f"guide={name}",
            renderer=f"pages/guides/{name}.html",
            stored_for=DAY,
            surrogate_keys=(ALL_HTML,),
        )
        view = register(view)
    return view


@_with_templates
def guide(request: Request) -> dict[str, Any]:
    """Show one guide, whose commands hold the addresses of this index."""
    name, audience = request.matchdict["guide"], audience_of(request.settings)
    return {
        "guides": GUIDES,
        "here": name,
        "guide": GUIDES[name],
        "index_url": request.route_url("api.simple.index"),
        "upload_url": request.route_url("forklift.upload"),
        "home_url": request.route_url("pages.home").rstrip("/"),
        "audience": audience,
        "variable": re.sub(r"\W", "_", audience).upper() + "_ID_TOKEN",
    }
