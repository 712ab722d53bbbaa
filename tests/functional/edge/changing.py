"""Pages for `test_changing.py`, which say how soon they change by themselves."""

import itertools
from typing import Any

from pyramid.config import Configurator
from pyramid.response import Response

from warehouse.http import Request

_NUMBERS = itertools.count()


def changing(request: Request) -> Response:
    """Answer with another number each time, to be kept as long as the query says."""
    for seconds in request.GET.getall("s"):
        request.keep_for(int(seconds))
    return Response(text=str(next(_NUMBERS)), content_type="text/plain")


def includeme(config: Configurator) -> None:
    """Register it as a view whose answers may be stored."""
    stored: dict[str, Any] = {"stored_for": 86_400, "query": ("s",)}
    config.add_route("tests.changing", "/changing/")
    config.add_view(changing, route_name="tests.changing", **stored)
