"""The page of a project that another index has: where it is from, and what is there."""

from functools import partial
from typing import Any

from pyramid.response import Response
from pyramid.view import view_config

from warehouse.http import Request
from warehouse.http.caching.derivers import DAY
from warehouse.http.redirects import spelled_right
from warehouse.pages.installers import installers_for, requirement_of
from warehouse.purges import ALL_HTML
from warehouse.upstreams.releases import file_url, newest_of, releases_of
from warehouse.upstreams.resources import UpstreamProjectResource

_MOST = 50
"""How many releases the page shows."""


@view_config(
    route_name="pages.project",
    context=UpstreamProjectResource,
    renderer="pages/upstream.html",
    stored_for=DAY,
    surrogate_keys=(ALL_HTML,),
)
def page(context: UpstreamProjectResource, request: Request) -> dict[str, Any] | Response:
    """Show its releases with their files, and how the newest is installed."""
    found = context.found
    if redirect := spelled_right(request, name=found.name):
        return redirect
    releases = releases_of(found.files)
    newest = newest_of(releases)
    index_url = request.route_url("api.simple.index")
    return {
        "found": found,
        "releases": releases[:_MOST],
        "more": max(len(releases) - _MOST, 0),
        "newest": newest,
        "installers": installers_for(index_url, request.settings.site.name),
        "wanted": None
        if newest is None
        else requirement_of(found.name, str(newest), (), is_newest=True),
        "url_of": partial(file_url, request.host_url),
    }
