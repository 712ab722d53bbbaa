"""What changed in a release, as the changelog in its sdist says."""

from typing import Any

from pyramid.httpexceptions import HTTPNotFound
from pyramid.response import Response
from pyramid.view import view_config

from warehouse.contents.changelogs import LARGEST, Section, rank_of, section_of
from warehouse.contents.hidden import visible
from warehouse.contents.reading import ContentsReader, can_be_browsed
from warehouse.contents.tree import can_be_named
from warehouse.http import Request
from warehouse.http.caching.derivers import DAY
from warehouse.http.redirects import spelled_right
from warehouse.packaging import queries
from warehouse.packaging.descriptions import as_text, render
from warehouse.packaging.fitting import fit_for_a_page
from warehouse.packaging.models import File, PackageType, Release
from warehouse.packaging.pictures import proxy_at
from warehouse.packaging.resources import ReleaseResource
from warehouse.pages.looking_inside import few_at_a_time, stay_out
from warehouse.purges import ALL_HTML


@view_config(
    route_name="pages.changes",
    context=ReleaseResource,
    renderer="pages/contents/changes.html",
    stored_for=DAY,
    surrogate_keys=(ALL_HTML,),
    decorator=few_at_a_time,
)
def changes(context: ReleaseResource, request: Request) -> dict[str, Any] | Response:
    """Show the part of the changelog that is about a release."""
    stay_out(request)
    release, project = context.release, context.project
    if release.is_quarantined:
        raise HTTPNotFound
    right = spelled_right(request, name=project.name, version=release.version)
    if right is not None:
        return right
    sdist = _sdist_of(release)
    name, section = _section(sdist, release, request)
    versions = [each.version for each in queries.history_of(request.db, project)]
    later = versions[versions.index(release.version) + 1 :]
    return {
        "project": project,
        "release": release,
        "file": sdist,
        "member": name,
        **_rendered(section, request),
        "before": later[0] if later else None,
        "visible": visible,
        "can_be_named": can_be_named,
    }


def _sdist_of(release: Release) -> File | None:
    found = (
        each
        for each in release.files
        if each.packagetype == PackageType.SDIST
        and each.is_held
        and can_be_browsed(each.filename)
    )
    return next(found, None)


def _section(
    sdist: File | None, release: Release, request: Request
) -> tuple[str | None, Section | None]:
    """Return the member that is the changelog, and what it says of the release."""
    if sdist is None:
        return None, None
    reader = request.service(ContentsReader)
    found = reader.foremost(sdist, rank_of, most=LARGEST)
    if found is None:
        return None, None
    name, text = found[0], found[1].content.decode("utf-8", "replace")
    return name, section_of(name, text, release.version)


def _rendered(section: Section | None, request: Request) -> dict[str, Any]:
    """Return a part of a changelog as a description is shown, or as plain text."""
    if section is None:
        return {"description": "", "has_plain_description": True}
    made = render(section.text, section.kind)
    is_plain = made.html is None or section.kind == "text/plain"
    html = as_text(section.text) if made.html is None else made.html
    site = request.settings.site
    proxy = proxy_at(site.camo_url, site.camo_key)
    fitted = fit_for_a_page(html, None, proxy)
    return {"description": fitted.html, "has_plain_description": is_plain}
