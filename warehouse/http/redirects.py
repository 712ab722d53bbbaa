"""Redirects that stay on this site, and those to the normalised spelling of a path."""

from urllib.parse import urlsplit

from pyramid.httpexceptions import HTTPMovedPermanently
from pyramid.response import Response

from warehouse.http.request import Request

_FORBIDDEN = {"\\", "\t", "\r", "\n", "\0"}


def spelled_right(request: Request, **spelled: str) -> Response | None:
    """Return a redirect to the path as it is to be spelled, or None if it is."""
    if all(request.matchdict[part] == said for part, said in spelled.items()):
        return None
    location = request.current_route_url(**spelled, _query=request.GET)
    return HTTPMovedPermanently(location)


def safe_target(wanted: str | None, *, host: str, default: str) -> str:
    """Return `wanted` if it is a URL of `host`, else `default`."""
    if not wanted or any(each in wanted for each in _FORBIDDEN) or wanted[0] <= " ":
        return default
    if wanted.startswith("///"):
        return default
    try:
        parts = urlsplit(wanted)
    except ValueError:
        return default
    if parts.netloc:
        is_ours = parts.scheme in {"http", "https"} and parts.netloc == host
        return wanted if is_ours else default
    return default if parts.scheme or not parts.path.startswith("/") else wanted
