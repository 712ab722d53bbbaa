"""Which form of the simple index an answer takes (PEP 691)."""

from warehouse.http import Request

HTML = "text/html"
V1_HTML = "application/vnd.pypi.simple.v1+html"
V1_JSON = "application/vnd.pypi.simple.v1+json"

_OFFERS = (HTML, V1_HTML, V1_JSON)
_ALIASES = {
    **{offer: offer for offer in _OFFERS},
    "application/vnd.pypi.simple.latest+html": V1_HTML,
    "application/vnd.pypi.simple.latest+json": V1_JSON,
}


def negotiate(request: Request) -> str:
    """The media type to answer with: `?format=` first, then `Accept`, else HTML.

    Offers of equal quality are taken in our order, whatever the order in the header.
    """
    wanted = _ALIASES.get(request.GET.get("format", ""))
    if wanted is not None:
        return wanted
    acceptable = request.accept.acceptable_offers(list(_ALIASES))
    best: dict[str, float] = {}
    for offer, quality in acceptable:
        name = _ALIASES[offer]
        best[name] = max(quality, best.get(name, 0.0))
    if not best:
        return HTML
    return max(best, key=lambda offer: (best[offer], -_OFFERS.index(offer)))
