"""A page for `test_queries.py` that shows what it was asked."""

from typing import Any

from pyramid.config import Configurator
from pyramid.response import Response

from warehouse.http import Request


def asking(request: Request) -> Response:
    """Answer with the query as the view sees it."""
    return Response(text=repr(list(request.GET.items())), content_type="text/plain")


def includeme(config: Configurator) -> None:
    """Register it as a view whose answers may be stored."""
    options: dict[str, Any] = {"cached_for": 60, "query": ("q", "page", "c")}
    config.add_route("tests.asking", "/asking/")
    config.add_view(asking, route_name="tests.asking", **options)
