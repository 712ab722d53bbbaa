"""The tween for validators, compression, conditions and ranges of answers in memory.

An entity tag is strong: the MD5 of the bytes that are sent, so the compressed form has
another one than the plain form. Nothing personal is compressed (BREACH).
"""

from collections.abc import Callable

from pyramid.registry import Registry
from pyramid.response import Response

from warehouse.http import Request
from warehouse.http.caching import ranges
from warehouse.http.caching.conditions import entity_tag, is_known
from warehouse.http.caching.encodings import accepts_gzip, gzipped
from warehouse.http.caching.shared import varies_by_person

Handler = Callable[[Request], Response]

_COMPRESSIBLE = ("text/", "application/json", "application/vnd.pypi.", "application/xml")


def validators_tween_factory(handler: Handler, registry: Registry) -> Handler:
    """Tag and compress an answer, or make it a 304 if the client has it already."""

    def validators_tween(request: Request) -> Response:
        response = handler(request)
        if request.method in {"GET", "HEAD"} and _is_buffered(response):
            _compress(request, response)
            if response.status_code == 200:
                _tag(request, response)
        return response

    return validators_tween


def _is_buffered(response: Response) -> bool:
    return isinstance(response.app_iter, list) and response.status_code != 304


def _compress(request: Request, response: Response) -> None:
    if not (response.content_type or "").startswith(_COMPRESSIBLE) or _is_personal(
        response
    ):
        return
    if "Content-Encoding" in response.headers:
        return
    response.vary = (*(response.vary or ()), "Accept-Encoding")
    if not accepts_gzip(request.headers.get("Accept-Encoding")):
        return
    body = gzipped(response.body)
    if body is not None:
        response.body = body
        response.content_encoding = "gzip"


def _is_personal(response: Response) -> bool:
    return varies_by_person(response.vary or ()) or response.cache_control.private


def _tag(request: Request, response: Response) -> None:
    if response.etag is None:
        response.headers["ETag"] = entity_tag(response.body).decode()
    if not ranges.is_single(request.headers.get("Range", "bytes=0-")):
        del request.headers["Range"]
    condition = request.headers.get("If-None-Match", "").strip()
    if condition == "*":
        del request.headers["If-None-Match"]
    elif condition and is_known(
        condition.encode("latin-1"), response.headers["ETag"].encode()
    ):
        _not_modified(response)
        return
    response.accept_ranges = "bytes"
    response.conditional_response = True


def _not_modified(response: Response) -> None:
    """Remove the body of a 200 and the headers about it."""
    response.status_code = 304
    encoding = response.content_encoding
    response.app_iter = []
    for name in ("Content-Length", "Content-Type"):
        response.headers.pop(name, None)
    if encoding:
        response.content_encoding = encoding
