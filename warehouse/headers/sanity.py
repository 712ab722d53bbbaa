"""Refusing requests that no view could answer, or that came the wrong way."""

from collections.abc import Callable

from pyramid.registry import Registry
from pyramid.response import Response

from warehouse.http import Request
from warehouse.paths import HEALTH
from warehouse.settings import SiteSettings

Handler = Callable[[Request], Response]


def sanity_tween_factory(handler: Handler, registry: Registry) -> Handler:
    """Answer 400 to undecodable bytes, 403 to plain HTTP, 404 to another host."""
    site: SiteSettings = registry.settings["warehouse"].site

    def sanity_tween(request: Request) -> Response:
        refusal = _undecodable(request) or _unwanted(request, site)
        if refusal is not None:
            return refusal
        return handler(request)

    return sanity_tween


def _undecodable(request: Request) -> Response | None:
    try:
        _ = request.path_info
    except UnicodeDecodeError:
        return _text(400, "Invalid bytes in URL.")
    try:
        request.GET.get("", None)
    except UnicodeDecodeError:
        return _text(400, "Invalid bytes in query string.")
    if "\0" in request.path_info:
        return _text(400, "Invalid bytes in URL.")
    return None


def _unwanted(request: Request, site: SiteSettings) -> Response | None:
    if site.domain is not None and not _is_ours(request, site.domain):
        return _text(404, f"This server answers for {site.domain} only.")
    if site.https == "require" and request.scheme != "https" and not _is_health(request):
        refusal = _text(403, "SSL is required")
        if ":action" in request.GET:
            refusal.headers["X-Fastly-Error"] = "803"
        return refusal
    return None


def _is_ours(request: Request, domain: str) -> bool:
    return domain in {request.host, request.domain} or _is_health(request)


def _is_health(request: Request) -> bool:
    return bool(request.path_info == HEALTH)


def _text(status: int, body: str) -> Response:
    return Response(status=status, text=body, content_type="text/plain", charset="UTF-8")
