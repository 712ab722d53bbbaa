"""Validators, compression, conditions and ranges for every answer that is in memory.

An entity tag is strong: the MD5 of the bytes that are sent, so the compressed form has
another one than the plain form. Nothing personal is compressed (BREACH).
"""

import gzip
from collections.abc import Callable

from pyramid.registry import Registry
from pyramid.response import Response

from warehouse.http import Request
from warehouse.http.views import LOCALE_VARY

Handler = Callable[[Request], Response]

_COMPRESSIBLE = ("text/", "application/json", "application/vnd.pypi.", "application/xml")
_PERSONAL = {"cookie", "authorization"}
_SMALLEST = 200


def validators_tween_factory(handler: Handler, registry: Registry) -> Handler:
    """Tag, compress, and answer 304 where the client has it already."""

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
    if not _accepts_gzip(request) or response.content_length < _SMALLEST:
        return
    body = gzip.compress(response.body, 9, mtime=0)
    if len(body) < response.content_length:
        response.body = body
        response.content_encoding = "gzip"


def _is_personal(response: Response) -> bool:
    vary = {each.lower() for each in response.vary or ()}
    if LOCALE_VARY[-1].lower() in vary:
        vary.discard("cookie")
    return bool(vary & _PERSONAL) or response.cache_control.private


def _accepts_gzip(request: Request) -> bool:
    if "Accept-Encoding" not in request.headers:
        return False
    offers = request.accept_encoding.acceptable_offers(["gzip", "identity"])
    return bool(offers) and offers[0][0] == "gzip"


def _tag(request: Request, response: Response) -> None:
    if response.etag is None:
        response.md5_etag()
    condition = request.headers.get("If-None-Match", "").strip()
    if condition == "*":
        del request.headers["If-None-Match"]
    elif condition and response.etag in request.if_none_match:
        _not_modified(response)
        return
    response.accept_ranges = "bytes"
    response.conditional_response = True


def _not_modified(response: Response) -> None:
    """All headers of the 200 but those about the body that is not sent."""
    response.status_code = 304
    encoding = response.content_encoding
    response.app_iter = []
    for name in ("Content-Length", "Content-Type"):
        response.headers.pop(name, None)
    if encoding:
        response.content_encoding = encoding
