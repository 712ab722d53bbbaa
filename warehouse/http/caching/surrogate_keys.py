"""What a cache in front of us is told about each answer."""

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
    """`key` as it stands in a header, where spaces part keys and all is ASCII."""
    return quote(key, safe=_PLAIN)


def surrogate_headers_tween_factory(handler: Handler, registry: Registry) -> Handler:
    """Say what may be kept and by which keys it is forgotten, and that all else may not.

    Without a word a CDN would go by its own rules, which keep a 404 for minutes or an
    hour. Files are named by what is in them, so for these their `Cache-Control` is enough.
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
    """A file is kept by its `Cache-Control`, and still forgotten when it is deleted."""
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
