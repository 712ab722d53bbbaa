"""The addresses of the upload API."""

from typing import Any
from urllib.parse import parse_qs

from pyramid.config import Configurator, not_

from warehouse.http import Request
from warehouse.paths import UPLOADS


class ActionPredicate:
    """`action_in={"submit"}` on a route: the query string's `:action`.

    Only the query string is looked at, because reading the body is the view's business.
    """

    def __init__(self, value: set[str], config: Configurator) -> None:
        self.value = frozenset(value)

    def text(self) -> str:
        """Return the predicate as `routes` prints it."""
        return f"action_in = {', '.join(sorted(self.value))}"

    phash = text

    def __call__(self, info: Any, request: Request) -> bool:
        """Return whether the query string asks for one of the actions."""
        return action_of(request) in self.value


def action_of(request: Request) -> str | None:
    """Return the `:action` of the query string, or None."""
    query: str = request.environ.get("QUERY_STRING", "")
    values = parse_qs(query, errors="replace").get(":action")
    return values[0] if values else None


def includeme(config: Configurator) -> None:
    """Add the routes."""
    config.add_route_predicate("action_in", ActionPredicate)
    config.add_route("forklift.upload", f"{UPLOADS}/", accepts={"token"})
    config.add_route("forklift.upload.redirect", UPLOADS, stays_open=True)
    config.add_route(
        "forklift.moved",
        "/pypi",
        action_in={"file_upload", "submit", "submit_pkg_info", "doc_upload"},
        stays_open=True,
    )
    # The oldest clients have the action in the form, and post no XML.
    config.add_route(
        "forklift.moved.form",
        "/pypi",
        request_method="POST",
        header=not_("Content-Type:text/xml"),
        stays_open=True,
    )
