"""The page of a project, which is the page of one of its releases."""

from typing import Any

from pyramid.httpexceptions import HTTPMovedPermanently, HTTPNotFound
from pyramid.response import Response
from pyramid.view import view_config

from warehouse.cache import ALL_HTML
from warehouse.http import Request
from warehouse.packaging import descriptions, queries
from warehouse.packaging.links import project_urls
from warehouse.packaging.locations import urls_on
from warehouse.packaging.models import DependencyKind, Project, Release
from warehouse.packaging.resources import ProjectResource, ReleaseResource

_KEPT_FOR = 600


@view_config(
    route_name="pages.project",
    context=ProjectResource,
    renderer="pages/project.html",
    cached_for=_KEPT_FOR,
    surrogate_keys=(ALL_HTML,),
)
def project(context: ProjectResource, request: Request) -> dict[str, Any] | Response:
    """The release that the project is shown by."""
    return _spelled_right(context.project, request) or _page(
        context.project, queries.best_release(request.db, context.project), request
    )


@view_config(
    route_name="pages.release",
    context=ReleaseResource,
    renderer="pages/project.html",
    cached_for=_KEPT_FOR,
    surrogate_keys=(ALL_HTML,),
)
def release(context: ReleaseResource, request: Request) -> dict[str, Any] | Response:
    """One release."""
    if context.release.is_quarantined:
        raise HTTPNotFound
    return _spelled_right(context.project, request) or _page(
        context.project, context.release, request
    )


def _spelled_right(project: Project, request: Request) -> Response | None:
    """People are sent to the name as its owners write it."""
    if request.matchdict["name"] == project.name:
        return None
    location = request.current_route_url(name=project.name, _query=request.GET)
    return HTTPMovedPermanently(location)


def _page(project: Project, release: Release | None, request: Request) -> dict[str, Any]:
    if release is None:
        return {"project": project, "release": None, "releases": [], "roles": []}
    url = urls_on(request.file_host)
    return {
        "project": project,
        "release": release,
        "releases": queries.releases_of(request.db, project),
        "roles": queries.people_of(request.db, project),
        "description": descriptions.html_of(release.description),
        "files": [(file, url(file.path)) for file in release.files],
        "links": project_urls(release),
        "requirements": sorted(
            each.specifier
            for each in release.dependencies
            if each.kind is DependencyKind.REQUIRES_DIST
        ),
        "index_url": request.route_url("api.simple.index"),
    }
