"""The parts of pages that show banners and sponsors; they are the same for everybody."""

from typing import Any

from pyramid.response import Response
from pyramid.view import view_config

from warehouse.announcements import queries
from warehouse.announcements.caching import BANNERS, SPONSORS
from warehouse.announcements.models import Banner
from warehouse.http import Request

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
    """Show the banners of today, or the one that is named, for staff to look at first."""
    named = request.GET.get("single_banner")
    if named:
        one = queries.found(request.db, Banner, named)
        return {"banners": [one], "is_preview": True} if one else Response()
    shown = queries.banners_shown(request.db)
    return {"banners": shown, "is_preview": False} if shown else Response()


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
