"""A page for `test_limits.py` that one network of clients is refused."""

from pyramid.config import Configurator
from pyramid.httpexceptions import HTTPTooManyRequests
from pyramid.response import Response

from warehouse.http import Request
from warehouse.http.askers import network_behind

REFUSED = "192.0.2.1"


def limited(request: Request) -> Response:
    """Answer with what is for everyone, if it is not that network which has it made."""
    if network_behind(request) == REFUSED:
        raise HTTPTooManyRequests
    return Response(text="for everyone", content_type="text/plain")


def includeme(config: Configurator) -> None:
    """Register it as a view whose answers may be stored."""
    config.add_route("tests.limited", "/limited/")
    config.add_view(limited, route_name="tests.limited", cached_for=60)
