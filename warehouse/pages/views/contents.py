"""Inside a file of a release: its members as a tree, and each of them as text.

What is in quarantine is not shown, and robots are asked to stay out: there are far more of
these pages than of all others, and each costs us the reading of an archive.
"""

from typing import Any

from pyramid.httpexceptions import HTTPNotFound, HTTPRequestEntityTooLarge
from pyramid.response import Response
from pyramid.view import exception_view_config, view_config

from warehouse.contents.gate import ContentsBusy, ShareTaken
from warehouse.contents.hidden import visible
from warehouse.contents.kinds import is_text, platform_of, raster_of
from warehouse.contents.lines import MOST_LINES, MOST_TEXT, shown_lines
from warehouse.contents.reading import ContentsReader, Found
from warehouse.contents.sboms import LARGEST as LARGEST_BILL
from warehouse.contents.sboms import bill_of, is_sbom
from warehouse.contents.summaries import summary_of, wanted
from warehouse.contents.tree import can_be_named, tree_of
from warehouse.headers.security import FILE_POLICY
from warehouse.http import Request
from warehouse.http.caching.derivers import DAY
from warehouse.http.redirects import spelled_right
from warehouse.i18n import _
from warehouse.packaging.models import File, PackageType
from warehouse.packaging.queries import file_of
from warehouse.packaging.resources import ReleaseResource
from warehouse.pages.looking_inside import STAY_OUT, few_at_a_time, stay_out
from warehouse.purges import ALL_HTML
from warehouse.scanning.members import ArchiveUnreadable
from warehouse.templates.errors import error_page

LARGEST_RAW = 4 * 1024 * 1024
"""Bytes of the largest member that is sent as it is."""


@view_config(
    route_name="pages.contents",
    context=ReleaseResource,
    renderer="pages/contents/tree.html",
    stored_for=DAY,
    surrogate_keys=(ALL_HTML,),
    decorator=few_at_a_time,
)
@view_config(
    route_name="pages.contents.folder",
    context=ReleaseResource,
    renderer="pages/contents/tree.html",
    stored_for=DAY,
    surrogate_keys=(ALL_HTML,),
    decorator=few_at_a_time,
)
def tree(context: ReleaseResource, request: Request) -> dict[str, Any] | Response:
    """Show what is in a file, or in one folder of it."""
    file = _file(context, request)
    path = request.matchdict.get("path", "")
    contents = _reader(request).contents(file, (lambda _: 0) if path else wanted)
    root = tree_of(contents.sizes, path)
    if root is None and path:
        raise HTTPNotFound
    is_sdist = file.packagetype == PackageType.SDIST
    return _spelled(context, request) or {
        **_about(context, file, path),
        "root": root,
        "contents": contents,
        "summary": None if path else summary_of(contents, is_sdist=is_sdist),
        "is_sdist": is_sdist,
        "can_be_named": can_be_named,
    }


@view_config(
    route_name="pages.contents.member",
    context=ReleaseResource,
    renderer="pages/contents/member.html",
    stored_for=DAY,
    surrogate_keys=(ALL_HTML,),
    decorator=few_at_a_time,
)
def member(context: ReleaseResource, request: Request) -> dict[str, Any] | Response:
    """Show one member: a text by its lines, a picture, or what else it is."""
    file, path = _file(context, request), request.matchdict["path"]
    found = _found(file, path, request, most=LARGEST_BILL if is_sbom(path) else MOST_TEXT)
    begins = found.content[:MOST_TEXT]
    is_shown = is_text(begins)
    lines = shown_lines(path, begins) if is_shown else []
    return _spelled(context, request) or {
        **_about(context, file, path),
        "size": found.size,
        "lines": lines,
        "is_text": is_shown,
        "is_cut": found.size > len(begins) or len(lines) == MOST_LINES,
        "picture": raster_of(found.content) if found.size <= LARGEST_RAW else None,
        "platform": platform_of(found.content),
        "largest_raw": LARGEST_RAW,
        "bill": bill_of(found.content) if is_sbom(path) else None,
    }


@view_config(
    route_name="pages.contents.raw", context=ReleaseResource, decorator=few_at_a_time
)
def raw(context: ReleaseResource, request: Request) -> Response:
    """Answer with the bytes of a member, which no browser takes for a page."""
    file = _file(context, request)
    found = _found(file, request.matchdict["path"], request, most=LARGEST_RAW + 1)
    if len(found.content) > LARGEST_RAW:
        raise HTTPRequestEntityTooLarge
    kind = raster_of(found.content)
    response = Response(found.content, content_type=kind or "text/plain")
    if kind is None:
        response.charset = "utf-8"
    response.headers["Content-Security-Policy"] = FILE_POLICY
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["X-Robots-Tag"] = STAY_OUT
    response.cache_control.no_cache = True
    return response


@exception_view_config(ArchiveUnreadable)
def unreadable(error: ArchiveUnreadable, request: Request) -> Response:
    """Answer 404 where a file cannot be looked into, and say why."""
    why = visible(str(error))[:200]
    return error_page(
        request, 404, _("The file cannot be looked into: ${why}", {"why": why})
    )


@exception_view_config(ContentsBusy)
def busy(error: ContentsBusy, request: Request) -> Response:
    """Answer 503 while too many look into files."""
    return _later(
        request, 503, _("Many people look into files just now. Please try again shortly.")
    )


@exception_view_config(ShareTaken)
def share_taken(error: ShareTaken, request: Request) -> Response:
    """Answer 429 while one client, or the network it is in, has all it may have."""
    return _later(
        request,
        429,
        _(
            "Pages about what is inside files are already being made for your IP address, "
            "as many as it may have at a time. Wait until they are there, then load this "
            "page again."
        ),
    )


def _later(request: Request, status: int, why: str) -> Response:
    response = error_page(request, status, why)
    response.headers["Retry-After"] = "5"
    return response


def _file(context: ReleaseResource, request: Request) -> File:
    """Return the file that the URL names; raises `HTTPNotFound`."""
    stay_out(request)
    if context.release.is_quarantined:
        raise HTTPNotFound
    found = file_of(request.db, context.project, request.matchdict["filename"])
    if found is None or found.release_id != context.release.id or not found.is_held:
        raise HTTPNotFound
    return found


def _found(file: File, path: str, request: Request, *, most: int) -> Found:
    found = _reader(request).member(file, path, most=most)
    if found is None:
        raise HTTPNotFound
    return found


def _reader(request: Request) -> ContentsReader:
    return request.service(ContentsReader)


def _spelled(context: ReleaseResource, request: Request) -> Response | None:
    name, version = context.project.name, context.release.version
    return spelled_right(request, name=name, version=version)


def _about(context: ReleaseResource, file: File, path: str) -> dict[str, Any]:
    """Return where one is: the release, the file, and the folders above."""
    parts = path.split("/") if path else []
    above = ["/".join(parts[: each + 1]) for each in range(len(parts) - 1)]
    return {
        "project": context.project,
        "release": context.release,
        "file": file,
        "path": path,
        "above": above,
        "visible": visible,
    }
