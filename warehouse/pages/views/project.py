"""The page of a project, which is the page of one of its releases."""

import re
from typing import Any

from pyramid.httpexceptions import HTTPNotFound
from pyramid.response import Response
from pyramid.view import view_config

from warehouse.contents.reading import can_be_browsed
from warehouse.http import Request
from warehouse.http.caching.derivers import DAY
from warehouse.http.redirects import spelled_right
from warehouse.namespaces.caching import family_key
from warehouse.packaging import queries
from warehouse.packaging.caching import name_key
from warehouse.packaging.links import project_links
from warehouse.packaging.locations import metadata_path, provenance_url, urls_on
from warehouse.packaging.models import Project, Release
from warehouse.packaging.presentation import shown_of
from warehouse.packaging.resolving import PYTHONS
from warehouse.packaging.resources import ProjectResource, ReleaseResource
from warehouse.packaging.services.requirements import required_by
from warehouse.pages.choosing import SIZES, years_of
from warehouse.pages.compatibility import compatibility_of, matrix_of, words_of
from warehouse.pages.installers import installers_for, requirement_of
from warehouse.pages.newness import is_new
from warehouse.pages.provenance import departure_of, origin_of
from warehouse.pages.queries import Details, details_of
from warehouse.pages.release_facts import authors_of, description_of, grouped
from warehouse.pages.requirements import listed
from warehouse.pages.timeline import timeline_of
from warehouse.pages.vulnerabilities import values_of
from warehouse.purges import ALL_HTML

_NUMBER = re.compile(r"\d+")


@view_config(
    route_name="pages.project",
    context=ProjectResource,
    renderer="pages/project.html",
    stored_for=DAY,
    surrogate_keys=(ALL_HTML,),
)
def project(context: ProjectResource, request: Request) -> dict[str, Any] | Response:
    """Show the release that the project is shown by."""
    return spelled_right(request, name=context.project.name) or _page(
        context.project,
        queries.best_release(request.db, context.project),
        request,
        is_own=True,
    )


@view_config(
    route_name="pages.release",
    context=ReleaseResource,
    renderer="pages/project.html",
    stored_for=DAY,
    surrogate_keys=(ALL_HTML,),
)
def release(context: ReleaseResource, request: Request) -> dict[str, Any] | Response:
    """Show one release."""
    if context.release.is_quarantined:
        raise HTTPNotFound
    name, version = context.project.name, context.release.version
    return spelled_right(request, name=name, version=version) or _page(
        context.project, context.release, request
    )


def _page(
    project: Project, release: Release | None, request: Request, *, is_own: bool = False
) -> dict[str, Any]:
    if release is None:
        return {"project": project, "release": None}
    details = details_of(request.db, project, release)
    history = queries.history_of(request.db, project)
    shown = shown_of(project, release, is_own=is_own)
    request.depend_on(family_key(project.name))
    request.depend_on(*map(name_key, required_by(s for s, _ in details.requirements)))
    return {
        "project": project,
        "release": release,
        "details": details,
        **values_of(details.vulnerabilities),
        "history": history,
        **_choosing(history),
        "timeline": timeline_of(history),
        "said": authors_of(release),
        **description_of(
            release,
            project_links(release, details.urls),
            (file["facts"] for file in details.files),
            request,
        ),
        **_about_files(project, release, details, request),
        "classifiers": grouped(details.classifiers),
        "shown": shown,
        "links": shown.links or project_links(release, details.urls),
        **listed(details.requirements),
        "counted_to": queries.COUNTED_TO,
        **_installing(project, release, history, request),
        "is_new": is_new(project.created),
        "picture_url": request.route_url(
            "pages.project.picture", name=project.normalized_name
        ),
        "page_url": request.route_url("pages.project", name=project.name),
    }


def _choosing(history: Any) -> dict[str, Any]:
    return {"pythons": PYTHONS, "sizes": SIZES, "years": years_of(history)}


def _about_files(
    project: Project, release: Release, details: Details, request: Request
) -> dict[str, Any]:
    """Return the files, where they can be installed, and who made them."""
    return {
        "departure": departure_of(release, details),
        "is_proved": bool(details.files) and all(each["facts"] for each in details.files),
        "files": _files(project, release, details.files, request),
        "can_be_browsed": can_be_browsed,
        "matrix": matrix_of(file["filename"] for file in details.files),
    }


def _files(
    project: Project, release: Release, files: list[dict[str, Any]], request: Request
) -> list[tuple[Any, ...]]:
    """Return each file with its URLs, its compatibility and the words that find it."""
    url = urls_on(request.file_host)
    return [
        (
            file,
            url(file["path"]),
            url(metadata_path(file["path"])),
            compatibility_of(file["filename"]),
            words_of(file["filename"], project.name, release.version),
            origin_of(file["facts"]),
            provenance_url("", project.normalized_name, release.version, file["filename"]),
        )
        for file in _in_order(files)
    ]


def _installing(
    project: Project, release: Release, history: Any, request: Request
) -> dict[str, Any]:
    """Return whether the release can be installed, and how each installer is told to."""
    newest = _newest(history)
    index_url = request.route_url("api.simple.index")
    return {
        "newest": newest,
        "can_be_installed": _can_be_installed(history, release),
        "installers": installers_for(index_url, request.settings.site.name),
        "wanted": requirement_of(
            project.normalized_name,
            release.version,
            release.provides_extra,
            is_newest=release.version == newest,
        ),
    }


def _can_be_installed(history: Any, release: Release) -> bool:
    return any(each.can_be_installed for each in history if each.version == release.version)


def _newest(history: Any) -> str | None:
    """Return the version that installers choose by default: final, with files."""
    chosen = (
        each.version
        for each in history
        if each.can_be_installed and not each.yanked and not each.is_prerelease
    )
    return next(chosen, None)


def _in_order(files: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Sort sdists first, then by name, where 3.10 comes before 3.9."""
    by_name = sorted(files, key=lambda file: _padded(file["filename"]), reverse=True)
    return sorted(by_name, key=lambda file: file["packagetype"] != "sdist")


def _padded(filename: str) -> str:
    return _NUMBER.sub(lambda number: number[0].zfill(12), filename.lower())
