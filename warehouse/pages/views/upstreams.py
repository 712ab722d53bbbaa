"""The page of a project that another index has, and those of its releases.

It says where the project is from, and shows what its index and its core metadata say.
"""

from collections.abc import Sequence
from functools import partial
from typing import Any

from pyramid.response import Response
from pyramid.view import view_config

from warehouse.http import Request
from warehouse.http.caching.derivers import DAY
from warehouse.http.redirects import spelled_right
from warehouse.packaging.links import project_links
from warehouse.packaging.presentation import shown_of
from warehouse.packaging.requirements import Needed, needed
from warehouse.pages.installers import installers_for, requirement_of
from warehouse.pages.release_facts import authors_of, description_of, grouped
from warehouse.pages.requirements import MOST, values_of
from warehouse.pages.vulnerabilities import values_of as known_values
from warehouse.pages.vulnerabilities import vulnerabilities_elsewhere
from warehouse.purges import ALL_HTML
from warehouse.upstreams import UpstreamDescriber
from warehouse.upstreams.describing import SECONDS_INCOMPLETE, DescribedRelease
from warehouse.upstreams.reading import FoundProject
from warehouse.upstreams.releases import (
    UpstreamRelease,
    best_of,
    file_url,
    newest_of,
    releases_of,
)
from warehouse.upstreams.resources import UpstreamProjectResource, UpstreamReleaseResource

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
    """Show the release that the project is shown by."""
    found = context.found
    if redirect := spelled_right(request, name=found.name):
        return redirect
    releases = releases_of(found.files)
    return _page(found, releases, best_of(releases), request)


@view_config(
    route_name="pages.release",
    context=UpstreamReleaseResource,
    renderer="pages/upstream.html",
    stored_for=DAY,
    surrogate_keys=(ALL_HTML,),
)
def release(
    context: UpstreamReleaseResource, request: Request
) -> dict[str, Any] | Response:
    """Show one release."""
    found, version = context.found, str(context.release.version)
    if redirect := spelled_right(request, name=found.name, version=version):
        return redirect
    return _page(found, releases_of(found.files), context.release, request)


def _page(
    found: FoundProject,
    releases: Sequence[UpstreamRelease],
    chosen: UpstreamRelease | None,
    request: Request,
) -> dict[str, Any]:
    newest = newest_of(releases)
    values = {
        "found": found,
        "releases": releases[:_MOST],
        "count": len(releases),
        "chosen": chosen,
        "newest": newest,
        "url_of": partial(file_url, request.host_url),
    }
    if chosen is None:
        return values
    describer = request.service(UpstreamDescriber)
    said = describer.describe(found, chosen)
    is_rendered = describer.render(said)
    if not (said.is_whole and is_rendered):
        request.keep_for(SECONDS_INCOMPLETE)
    is_newest = chosen.version == newest
    known = vulnerabilities_elsewhere(request.db, found.name, str(chosen.version))
    return {
        **values,
        **known_values(known),
        **_about(said, request),
        **_installing(said, request, is_newest),
    }


def _about(said: DescribedRelease, request: Request) -> dict[str, Any]:
    release = said.release
    urls = said.metadata.project_urls.items()
    named = [{"name": name, "url": url, "verified": False} for name, url in urls]
    links = project_links(release, named)
    read = [needed(each) for each in said.requirements[:MOST]]
    return {
        "project": said.project,
        "release": release,
        "is_known": said.key is not None,
        "shown": shown_of(said.project, release, is_own=False),
        "said": authors_of(release),
        "links": links,
        "classifiers": grouped(said.metadata.classifiers),
        **description_of(release, links, (), request),
        **values_of(read, _names(read)),
    }


def _names(read: Sequence[Needed]) -> dict[str, str]:
    """Return what each requirement leads to: whether it is there is said there."""
    return {each.normalized_name: each.normalized_name for each in read if each.name}


def _installing(
    said: DescribedRelease, request: Request, is_newest: bool
) -> dict[str, Any]:
    index_url = request.route_url("api.simple.index")
    return {
        "installers": installers_for(index_url, request.settings.site.name),
        "wanted": requirement_of(
            said.project.name,
            said.release.version,
            said.release.provides_extra,
            is_newest=is_newest,
        ),
    }
