"""`Surrogate-Key` and `Surrogate-Control`: what a cache in front of us is told."""

from collections.abc import Callable, Iterable
from urllib.parse import quote

from pyramid.registry import Registry
from pyramid.response import Response

from warehouse.http import Request
from warehouse.http.caching.files import SENDABLE, Sendable
from warehouse.http.caching.shared import is_for_everyone
from warehouse.http.caching.storable import STORABLE, Storable

Handler = Callable[[Request], Response]

_KEPT = {200, 206, 304}
_PLAIN = "!$&'()*+-./:;=@_~"


def spelled(key: str) -> str:
    """Return `key` in ASCII without spaces, as it stands in a header."""
    return quote(key, safe=_PLAIN)


def surrogate_headers_tween_factory(handler: Handler, registry: Registry) -> Handler:
    """Add how long an answer may be stored and by which keys it is purged; else zero.

    Without these a CDN would go by its own rules, which keep a 404 for minutes or an hour.
    Files are named by their content, so for them `Cache-Control` is enough.
    """

    def surrogate_headers_tween(request: Request) -> Response:
        response = handler(request)
        storable: Storable | None = request.environ.get(STORABLE)
        if storable is not None and _may_be_kept(response):
            response.headers["Surrogate-Control"] = _control(storable)
            if storable.keys:
                response.headers["Surrogate-Key"] = _keys(storable.keys)
        elif "immutable" not in response.headers.get("Cache-Control", ""):
            response.headers["Surrogate-Control"] = "max-age=0"
        else:
            _name(response, request)
        return response

    return surrogate_headers_tween


def _name(response: Response, request: Request) -> None:
    """Add the keys of a file, which is purged when it is deleted."""
    sendable: Sendable | None = request.environ.get(SENDABLE)
    if sendable is not None:
        response.headers["Surrogate-Key"] = _keys(sendable.keys)


def _keys(keys: Iterable[str]) -> str:
    return " ".join(sorted(map(spelled, keys)))


def _may_be_kept(response: Response) -> bool:
    return response.status_code in _KEPT and is_for_everyone(response.headerlist)


def _control(storable: Storable) -> str:
    parts = [f"max-age={storable.seconds}"]
    if storable.while_revalidating:
        parts.append(f"stale-while-revalidate={storable.while_revalidating}")
    if storable.on_error:
        parts.append(f"stale-if-error={storable.on_error}")
    return ", ".join(parts)
