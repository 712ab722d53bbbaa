"""Requests: their attributes, with types; nothing else adds any."""

from warehouse.http.offline import offline
from warehouse.http.request import Request, Services

__all__ = ["Request", "Services", "includeme", "offline"]

from pyramid.config import Configurator


def includeme(config: Configurator) -> None:
    """Make `Request` the request, with the options of views and their transaction."""
    config.include("warehouse.http.request")
    config.include("warehouse.http.segments")
    config.include("warehouse.http.views")
    config.include("warehouse.http.caching.derivers")
    config.include("warehouse.http.following")
    config.include("warehouse.http.transactions")
    config.include("warehouse.http.caching.private")
