"""The front page."""

from typing import Any

from pyramid.view import view_config

from warehouse.announcements.caching import SPONSORS
from warehouse.announcements.queries import footer_sponsors
from warehouse.http import Request
from warehouse.http.caching.derivers import DAY
from warehouse.packaging import queries
from warehouse.packaging.caching import ALL_PROJECTS, STATISTICS
from warehouse.purges import ALL_HTML

_SHOWN = 8


@view_config(
    route_name="pages.home",
    renderer="pages/home.html",
    stored_for=DAY,
    surrogate_keys=(ALL_HTML, ALL_PROJECTS, STATISTICS, SPONSORS),
)
def home(request: Request) -> dict[str, Any]:
    """Show the front page: numbers, and what was published last."""
    return {
        "counts": queries.counts(request.db),
        "updated": queries.updated_projects(request.db, limit=_SHOWN),
        "projects": queries.newest_projects(request.db, limit=_SHOWN),
        "sponsors": footer_sponsors(request.db),
        "picture_url": request.route_url("pages.picture"),
        "index_url": request.route_url("api.simple.index"),
        "upload_url": request.route_url("forklift.upload"),
    }
