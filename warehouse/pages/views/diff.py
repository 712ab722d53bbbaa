"""What differs between two releases, and between the sdist and the wheel of one.

What a reader is to see first stands first: new lines that run by themselves, use the
network or start programs. Robots are asked to stay out.
"""

from collections.abc import Sequence
from typing import Any

from pyramid.httpexceptions import HTTPFound, HTTPNotFound
from pyramid.response import Response
from pyramid.view import view_config

from warehouse.attestations.comparing import departure
from warehouse.contents.comparing import Change
from warehouse.contents.hidden import visible
from warehouse.contents.line_differences import Row, rows_of
from warehouse.contents.lines import plain_line
from warehouse.contents.reading import ContentsReader
from warehouse.contents.releases import (
    SECONDS_FOR_PROGRAMS,
    PairOfFiles,
    is_written,
    look_at,
    pairs_of_files,
)
from warehouse.contents.tree import can_be_named
from warehouse.http import Request
from warehouse.http.caching.derivers import DAY
from warehouse.http.redirects import spelled_right
from warehouse.packaging import queries
from warehouse.packaging.models import File, PackageType, Project, Release
from warehouse.packaging.resources import ProjectResource, ReleaseResource
from warehouse.pages.looking_inside import few_at_a_time, stay_out
from warehouse.purges import ALL_HTML
from warehouse.scanning.inspecting import Inspector

MOST_ROWS, MOST_ROWS_EACH = 3_000, 600
"""Lines of differences that a page shows, and of them in one member."""

MOST_NAMED = 500
"""Members that a list names."""

_SECONDS_EACH = 2.0


@view_config(
    route_name="pages.diff",
    context=ProjectResource,
    renderer="pages/contents/diff.html",
    stored_for=DAY,
    surrogate_keys=(ALL_HTML,),
    decorator=few_at_a_time,
)
def diff(context: ProjectResource, request: Request) -> dict[str, Any] | Response:
    """Show what changed from one release to another."""
    project = context.project
    old, new = (_release(project, request.matchdict[each], request) for each in _ENDS)
    right = spelled_right(request, name=project.name, old=old.version, new=new.version)
    if right is not None:
        return right
    pairs = pairs_of_files(old.files, new.files)
    sources = queries.sources_of
    return {
        **_page(project, request, pairs),
        "old": old,
        "new": new,
        "is_one": False,
        "only_new": _unpaired(new, [after for _, after in pairs]),
        "only_old": _unpaired(old, [before for before, _ in pairs]),
        "departure": departure(sources(request.db, old), sources(request.db, new)),
        "history": queries.history_of(request.db, project),
    }


@view_config(
    route_name="pages.diff.kinds",
    context=ReleaseResource,
    renderer="pages/contents/diff.html",
    stored_for=DAY,
    surrogate_keys=(ALL_HTML,),
    decorator=few_at_a_time,
)
def kinds(context: ReleaseResource, request: Request) -> dict[str, Any] | Response:
    """Show what a wheel has that the sdist of its release has not."""
    release, project = context.release, context.project
    if release.is_quarantined:
        stay_out(request)
        raise HTTPNotFound
    right = spelled_right(request, name=project.name, version=release.version)
    if right is not None:
        return right
    sdists = [each for each in release.files if each.packagetype == PackageType.SDIST]
    wheels = [each for each in release.files if each.packagetype != PackageType.SDIST]
    pairs = pairs_of_files(sdists, wheels)
    return {
        **_page(project, request, pairs),
        "old": release,
        "new": release,
        "is_one": True,
        "only_new": [],
        "only_old": [],
        "departure": None,
        "history": queries.history_of(request.db, project),
    }


@view_config(route_name="pages.diff.choose", context=ProjectResource)
def choose(context: ProjectResource, request: Request) -> Response:
    """Lead to the page that compares the two releases that were chosen."""
    stay_out(request)
    old, new = (
        _release(context.project, request.GET.get(end, ""), request) for end in _ENDS
    )
    ends = {"old": old.version, "new": new.version}
    return HTTPFound(request.route_path("pages.diff", name=context.project.name, **ends))


_ENDS = ("old", "new")


def _release(project: Project, version: str, request: Request) -> Release:
    """Return a release that everybody may see; raises `HTTPNotFound`."""
    found = queries.release_of(request.db, project, version)
    if found is None or found.is_quarantined:
        raise HTTPNotFound
    return found


def _page(
    project: Project, request: Request, pairs: Sequence[tuple[File, File]]
) -> dict[str, Any]:
    """Compare pairs of files, and return what the page shows of them."""
    stay_out(request)
    reader = request.service(ContentsReader)
    inspector = Inspector(each=_SECONDS_EACH, seconds=SECONDS_FOR_PROGRAMS)
    found = [look_at(reader, before, after, inspector) for before, after in pairs]
    left = MOST_ROWS
    shown = list[tuple[PairOfFiles, dict[str, list[Row]]]]()
    for each in found:
        rows = _rows(each.compared.changes, left)
        left -= sum(map(len, rows.values()))
        shown.append((each, rows))
    return {
        "project": project,
        "pairs": shown,
        "marked": _marked(found),
        "required": sorted({name for each in found for name in each.metadata.added}),
        "most": MOST_NAMED,
        "plain_line": plain_line,
        "is_written": is_written,
        "visible": visible,
        "can_be_named": can_be_named,
    }


def _rows(changes: Sequence[Change], left: int) -> dict[str, list[Row]]:
    """Return the lines that differ by member, so many as a page has room for."""
    found = dict[str, list[Row]]()
    for each in changes:
        if each.opcodes is None or each.before is None or each.after is None:
            continue
        rows = list(rows_of(each.opcodes, each.before.lines, each.after.lines))
        if rows and left > 0:
            found[each.key] = rows[: min(left, MOST_ROWS_EACH)]
            left -= len(found[each.key])
    return found


def _marked(found: Sequence[PairOfFiles]) -> list[tuple[PairOfFiles, Any]]:
    """Return the marked members of all pairs, worst first; one that both have, once."""
    seen = set[tuple[str, tuple[str, ...]]]()
    marked = list[tuple[PairOfFiles, Any]]()
    every = [(pair, each) for pair in found for each in pair.marks.members]
    for pair, each in sorted(every, key=lambda one: -one[1].score):
        path = each.change.key.removeprefix("src/")
        same = (path, tuple(line.text for line in each.lines))
        if same not in seen:
            seen.add(same)
            marked.append((pair, each))
    return marked


def _unpaired(release: Release, compared: Sequence[File]) -> list[File]:
    return [each for each in release.files if each not in compared]
