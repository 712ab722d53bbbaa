"""Downloads of a project: a page of them, a part of its own page, and badges."""

from datetime import UTC, datetime
from typing import Any

from pyramid.httpexceptions import HTTPNotFound
from pyramid.response import Response
from pyramid.view import view_config

from warehouse.downloads.drawings import drawing_of, small_drawing_of
from warehouse.downloads.reports import facets_of, report_of
from warehouse.http import Request
from warehouse.http.redirects import spelled_right
from warehouse.packaging import queries
from warehouse.packaging.resources import ProjectResource
from warehouse.pages.badges import badge, short_number
from warehouse.purges import ALL_HTML

_HOUR = 3600
_VALUES = 20
_MONTH = 30


@view_config(
    route_name="pages.project.downloads",
    context=ProjectResource,
    renderer="pages/downloads.html",
    stored_for=_HOUR,
    surrogate_keys=(ALL_HTML,),
)
def page(context: ProjectResource, request: Request) -> dict[str, Any] | Response:
    """Show the downloads of the last ninety days, and what was downloaded by whom."""
    project = _shown(context)
    if redirect := spelled_right(request, name=project.name):
        return redirect
    today = datetime.now(UTC).date()
    report = report_of(request.db, project.id, today)
    return {
        "project": project,
        "report": report,
        "drawing": drawing_of(report),
        "facets": facets_of(request.db, project.id, today, limit=_VALUES),
    }


@view_config(
    route_name="pages.includes.downloads",
    context=ProjectResource,
    renderer="pages/includes/downloads.html",
    stored_for=_HOUR,
    surrogate_keys=(ALL_HTML,),
)
def part(context: ProjectResource, request: Request) -> dict[str, Any] | Response:
    """Show the line of the last ninety days in the page of the project."""
    project = _shown(context)
    report = report_of(request.db, project.id, datetime.now(UTC).date())
    if report.is_empty:
        return Response()
    return {"project": project, "report": report, "drawing": small_drawing_of(report)}


@view_config(
    route_name="pages.badge",
    context=ProjectResource,
    stored_for=_HOUR,
    names_host=False,
)
def badge_of(context: ProjectResource, request: Request) -> Response:
    """Draw a badge: the version, the licence, the Pythons, or downloads of a month."""
    project, kind = _shown(context), request.matchdict["kind"]
    if kind == "downloads":
        today = datetime.now(UTC).date()
        report = report_of(request.db, project.id, today, days=_MONTH)
        drawing = badge("downloads", f"{short_number(report.installed(_MONTH))}/month")
    else:
        release = queries.best_release(request.db, project)
        said = {
            "version": (request.settings.site.name, release and release.version),
            "license": ("license", release and _license(release)),
            "python": ("python", release and (release.requires_python or "any")),
        }
        label, value = said[kind]
        drawing = badge(label, value or "none")
    response = Response(body=drawing, content_type="image/svg+xml", charset="utf-8")
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _license(release: Any) -> str:
    lines = (release.license_expression or release.license or "").strip().splitlines()
    return lines[0] if lines else "unknown"


def _shown(context: ProjectResource) -> Any:
    if context.project.is_quarantined:
        raise HTTPNotFound
    return context.project
