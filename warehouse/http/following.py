"""Answers that go on: a view tells all there is, and names what to ask when there is more.

`follows=` of a view names a purge key. Where the edge is in front, a request has
`request.environ[FOLLOWS]`; the view may then call `follow_up`, and the edge asks for that
target once the key is purged. Without an edge the client asks again by itself.
"""

from typing import Any

from pyramid.config import Configurator
from pyramid.response import Response

from warehouse.http.request import Request

FOLLOWS = "warehouse.follows"
"""The key of an environment that says that a follow-up will be asked for."""

CONTINUES = "warehouse.continues"
"""The key of the environment of a follow-up."""

FOLLOW_UP = "Warehouse-Follow-Up"
"""The header from a view to the edge: seconds to wait for, and a path with its query."""


def follow_up(request: Request, response: Response, target: str, seconds: float) -> None:
    """Have the edge ask for `target` when there is more, for so many seconds at most.

    With 0 it asks at once.
    """
    if request.environ.get(FOLLOWS):
        response.headers[FOLLOW_UP] = f"{seconds} {target}"


def following_deriver(view: Any, info: Any) -> Any:
    """Accept the option `follows=`: the purge key that says that there is more."""
    return view


following_deriver.options = ("follows",)  # type: ignore[attr-defined]


def includeme(config: Configurator) -> None:
    """Register the deriver."""
    config.add_view_deriver(following_deriver)
