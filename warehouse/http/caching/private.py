"""Answers that are for those who may read them, and for nobody else.

They may be kept by the client that has the right, which asks each time whether they still
hold; no cache between it and us keeps them, nor do we.
"""

from collections.abc import Callable

from pyramid.config import Configurator
from pyramid.registry import Registry
from pyramid.request import Request
from pyramid.response import Response

from warehouse.http.caching.files import SENDABLE
from warehouse.http.caching.storable import STORABLE

Handler = Callable[[Request], Response]

_PRIVATE = "warehouse.private"
_BY_RIGHT = ("Authorization", "Cookie")
_KEPT, _UNKEPT = "private, no-cache", "private, no-store"


def mark_private(request: Request) -> None:
    """Note that the answer to `request` depends on what its sender may read."""
    request.environ[_PRIVATE] = True


def is_private(request: Request) -> bool:
    """Return whether the answer to `request` depends on what its sender may read."""
    return bool(request.environ.get(_PRIVATE))


def private_tween_factory(handler: Handler, registry: Registry) -> Handler:
    """Keep answers that depend on a right out of every store."""

    def private_tween(request: Request) -> Response:
        response = handler(request)
        if is_private(request):
            request.environ.pop(STORABLE, None)
            request.environ.pop(SENDABLE, None)
            _say(response)
        return response

    return private_tween


def _say(response: Response) -> None:
    """Set what caches are told: RFC 9111 and, for CDNs, RFC 9213."""
    is_unkept = bool(response.cache_control.no_store)
    response.headers["Cache-Control"] = _UNKEPT if is_unkept else _KEPT
    response.headers["CDN-Cache-Control"] = "no-store"
    response.vary = (*(response.vary or ()), *_BY_RIGHT)


def includeme(config: Configurator) -> None:
    """Add the tween, outside of the one that renders errors."""
    config.add_tween("warehouse.http.caching.private.private_tween_factory")
