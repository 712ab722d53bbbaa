"""Choosing the form of the simple index (PEP 691), and answering in it."""

from pyramid.response import Response

from warehouse.api.cross_origin import open_to_all
from warehouse.http import Request

HTML = "text/html"
V1_HTML = "application/vnd.pypi.simple.v1+html"
V1_JSON = "application/vnd.pypi.simple.v1+json"

_RICHEST = (V1_JSON, V1_HTML, HTML)
"""Our types by how much they say, the most first."""

_ALIASES = {
    **{offer: offer for offer in (HTML, V1_HTML, V1_JSON)},
    "application/vnd.pypi.simple.latest+html": V1_HTML,
    "application/vnd.pypi.simple.latest+json": V1_JSON,
}


def negotiate(request: Request) -> str:
    """Choose the media type to answer with: by `?format=`, by `Accept`, else HTML.

    Of several types of the same quality the richest that the client named is taken, so
    that a client which knows JSON gets it. One that names none of ours gets HTML.
    """
    wanted = _ALIASES.get(request.GET.get("format", ""))
    if wanted is not None:
        return wanted
    best: dict[str, tuple[float, int, int]] = {}
    named = _named(request)
    for offer, quality in request.accept.acceptable_offers(list(_ALIASES)):
        media_type = _ALIASES[offer]
        rank = _RICHEST.index(media_type)
        worth = (quality, 1, -rank) if offer in named else (quality, 0, rank)
        best[media_type] = max(worth, best.get(media_type, worth))
    return max(best, key=best.__getitem__) if best else HTML


def answered(media_type: str, body: bytes, *, serial: int | None = None) -> Response:
    """Return the answer of the simple API that has been chosen, with its serial if any."""
    response = open_to_all(Response(body=body, content_type=media_type))
    response.charset = "UTF-8" if media_type == HTML else None
    response.vary = ("Accept",)
    if serial is not None:
        response.headers["X-PyPI-Last-Serial"] = str(serial)
    return response


def _named(request: Request) -> set[str]:
    """Return the media types in `Accept`, without wildcards and parameters."""
    ranges = getattr(request.accept, "parsed", None) or ()
    return {each[0].partition(";")[0].strip().lower() for each in ranges}
