"""RSS: what is new in the index, and in one project."""

from collections.abc import Sequence
from typing import Any

from pyramid.httpexceptions import HTTPNotFound
from pyramid.response import Response
from pyramid.view import view_config

from warehouse.api.cross_origin import open_to_all
from warehouse.api.serializers import rss
from warehouse.http import Request
from warehouse.http.caching.derivers import DAY
from warehouse.packaging import queries
from warehouse.packaging.caching import ALL_PROJECTS
from warehouse.packaging.resources import ProjectResource

_UPDATES = 100
_PROJECTS = 40
_RELEASES = 40
_STALE_FOR = (DAY, 5 * DAY)


@view_config(
    route_name="api.rss.updates",
    stored_for=DAY,
    stale_for=_STALE_FOR,
    surrogate_keys=(ALL_PROJECTS,),
)
def updates(request: Request) -> Response:
    """Answer with the newest releases."""
    rows = queries.newest_releases(request.db, limit=_UPDATES)
    site = request.settings.site.name
    return _answer(
        title=f"{site} recent updates",
        link=request.route_url("pages.home"),
        description=f"Recent updates to {site}",
        items=_releases(request, rows, "{0.name} {0.version}"),
    )


@view_config(
    route_name="api.rss.packages",
    stored_for=DAY,
    stale_for=_STALE_FOR,
    surrogate_keys=(ALL_PROJECTS,),
)
def packages(request: Request) -> Response:
    """Answer with the newest projects."""
    site = request.settings.site.name
    return _answer(
        title=f"{site} newest packages",
        link=request.route_url("pages.home"),
        description=f"Newest packages registered at {site}",
        items=[
            rss.Item(
                title=f"{row.name} added to {site}",
                link=request.route_url("pages.project", name=row.normalized_name),
                description=row.summary,
                author_email=row.author_email,
                published=row.created,
                has_guid=True,
            )
            for row in queries.newest_projects(
                request.db, limit=_PROJECTS, order=queries.newest_first
            )
        ],
    )


@view_config(
    route_name="api.rss.project",
    context=ProjectResource,
    stored_for=DAY,
    stale_for=(0, 5 * DAY),
)
def project(context: ProjectResource, request: Request) -> Response:
    """Answer with the newest releases of one project."""
    project = context.project
    if project.is_quarantined:
        raise HTTPNotFound
    site = request.settings.site.name
    rows = queries.newest_releases_of(request.db, project, limit=_RELEASES)
    return _answer(
        title=f"{site} recent updates for {project.name}",
        link=request.route_url("pages.project", name=project.normalized_name),
        description=f"Recent updates to {site} for {project.name}",
        items=_releases(request, rows, "{0.version}"),
    )


def _releases(request: Request, rows: Sequence[Any], title: str) -> list[rss.Item]:
    return [
        rss.Item(
            title=title.format(row),
            link=request.route_url(
                "pages.release", name=row.normalized_name, version=row.version
            ),
            description=row.summary,
            author_email=row.author_email,
            published=row.created,
        )
        for row in rows
    ]


def _answer(**values: Any) -> Response:
    body = rss.feed(**values)
    return open_to_all(Response(body=body, content_type="text/xml", charset="UTF-8"))
