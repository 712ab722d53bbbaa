"""What shows banners and sponsors; it is the same for everybody."""

from itertools import groupby
from typing import Any

from pyramid.response import Response
from pyramid.view import view_config

from warehouse.announcements import queries
from warehouse.announcements.caching import BANNERS, SPONSORS
from warehouse.announcements.models import Banner
from warehouse.flags import Flags
from warehouse.http import Request
from warehouse.http.caching.derivers import DAY
from warehouse.purges import ALL_HTML

_KEPT = 300
"""Seconds: nothing tells us that a day is over, after which a banner is not shown."""


@view_config(
    route_name="pages.includes.banners",
    renderer="pages/includes/banners.html",
    stored_for=_KEPT,
    surrogate_keys=(BANNERS,),
    query=("single_banner",),
)
def banners(request: Request) -> dict[str, Any] | Response:
    """Show notices of flags and the banners of today, or the banner that staff look at."""
    named = request.GET.get("single_banner")
    if named:
        one = queries.found(request.db, Banner, named)
        if one is None:
            return Response()
        return {"banners": [one], "notices": [], "is_preview": True}
    shown, notices = queries.banners_shown(request.db), request.service(Flags).notices()
    if not shown and not notices:
        return Response()
    return {"banners": shown, "notices": notices, "is_preview": False}


@view_config(
    route_name="pages.includes.sponsor",
    renderer="pages/includes/sponsor.html",
    stored_for=_KEPT,
    surrogate_keys=(SPONSORS,),
)
def sponsor(request: Request) -> dict[str, Any] | Response:
    """Show the logo of a sponsor, by chance."""
    chosen = queries.sidebar_sponsor(request.db)
    return {"sponsor": chosen} if chosen else Response()


@view_config(
    route_name="pages.sponsors",
    renderer="pages/sponsors.html",
    stored_for=DAY,
    surrogate_keys=(ALL_HTML, SPONSORS),
)
def sponsors(request: Request) -> dict[str, Any]:
    """Show who supports the index, by level."""
    found = queries.active_sponsors(request.db)
    levels = groupby(found, lambda sponsor: sponsor.level_name or "")
    return {"levels": [(name, list(some)) for name, some in levels]}
