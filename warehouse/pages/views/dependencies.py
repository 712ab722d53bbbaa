"""What a release requires, what an installer would take for it, and who requires it."""

import re
from typing import Any

from pyramid.httpexceptions import HTTPBadRequest, HTTPNotFound
from pyramid.response import Response
from pyramid.view import view_config

from warehouse.http import Request
from warehouse.http.caching.derivers import DAY
from warehouse.http.redirects import spelled_right
from warehouse.i18n import _
from warehouse.packaging import queries, resolving
from warehouse.packaging.caching import project_key
from warehouse.packaging.queries import DependencyManner
from warehouse.packaging.requirements import needed
from warehouse.packaging.resolving import PYTHONS, USUAL, System, Target
from warehouse.packaging.resources import ProjectResource, ReleaseResource
from warehouse.pages.requirements import MOST, values_of
from warehouse.purges import ALL_HTML

_PER_PAGE = 100
_MOST_COMPARED = 200
"""How many projects are compared with the newest release of theirs."""

_is_place = re.compile(r"([0-9]{1,2}),([a-z0-9-]{1,200})").fullmatch

_SYSTEMS = {each.key: each for each in System}


@view_config(
    route_name="pages.includes.dependencies",
    context=ReleaseResource,
    renderer="pages/includes/dependencies.html",
    stored_for=DAY,
    surrogate_keys=(ALL_HTML,),
)
def part(context: ReleaseResource, request: Request) -> dict[str, Any]:
    """Show what a release requires, each with the newest release of that."""
    _refuse_hidden(context)
    return _compared(context, request)


@view_config(
    route_name="pages.release.dependencies",
    context=ReleaseResource,
    renderer="pages/dependencies.html",
    stored_for=DAY,
    surrogate_keys=(ALL_HTML,),
    query=("python", "system"),
)
def page(context: ReleaseResource, request: Request) -> dict[str, Any] | Response:
    """Show what an installer would take on a Python and a system, two levels deep."""
    _refuse_hidden(context)
    name, version = context.project.name, context.release.version
    if redirect := spelled_right(request, name=name, version=version):
        return redirect
    target = _target(request)
    found = resolving.resolved(request.db, context.release, target)
    request.depend_on(*map(project_key, resolving.names_in(found)))
    return {
        **_compared(context, request),
        "met": found,
        "target": target,
        "pythons": PYTHONS,
        "systems": _SYSTEMS,
        "most_met": resolving.MOST,
    }


@view_config(
    route_name="pages.project.dependents",
    context=ProjectResource,
    renderer="pages/dependents.html",
)
def dependents(context: ProjectResource, request: Request) -> dict[str, Any] | Response:
    """Show the projects that require this one, a hundred at a time."""
    manner, after = _manner(request), request.GET.get("after", "")
    found = queries.dependents_of(
        request.db,
        context.project,
        manner=manner,
        after=_place(after) if after else None,
        limit=_PER_PAGE + 1,
    )
    shown = found[:_PER_PAGE]
    last = shown[-1] if len(found) > _PER_PAGE else None
    return {
        "project": context.project,
        "dependents": shown,
        "manner": manner,
        "manners": list(DependencyManner),
        "after": after,
        "next": last and f"{last.weight},{last.dependent}",
    }


def _manner(request: Request) -> DependencyManner | None:
    said = request.GET.get("kind", "")
    if said and said not in set(DependencyManner):
        problem = _("${value} is nothing to choose here. Choose one of: ${all}")
        offered = ", ".join(DependencyManner)
        raise HTTPBadRequest(problem.with_values(value=said, all=offered))
    return DependencyManner(said) if said else None


def _place(after: str) -> tuple[int, str]:
    """Return the weight and the name of the last dependent that was shown."""
    found = _is_place(after)
    if found is None:
        raise HTTPNotFound
    return int(found[1]), found[2]


def _refuse_hidden(context: ReleaseResource) -> None:
    if context.release.is_quarantined:
        raise HTTPNotFound


def _compared(context: ReleaseResource, request: Request) -> dict[str, Any]:
    """Return what a release requires, and the newest versions of that."""
    written = queries.requirements_of(request.db, context.release, limit=MOST)
    read = [needed(each) for each in written]
    named = sorted({each.normalized_name for each in read if each.is_from_here})
    compared = named[:_MOST_COMPARED]
    request.depend_on(*map(project_key, compared))
    best = queries.best_versions(request.db, compared)
    return {
        "project": context.project,
        "release": context.release,
        **values_of(read, {key: name for key, (name, _version) in best.items()}),
        "newest_of": {key: version for key, (_name, version) in best.items()},
        "compared": frozenset(compared),
    }


def _target(request: Request) -> Target:
    """Return what an address asks for; raises `HTTPBadRequest` for what nobody has."""
    python = request.GET.get("python", USUAL.python)
    system = request.GET.get("system", USUAL.system.key)
    if python not in PYTHONS:
        problem = _("There is no Python ${value} to choose here. Choose one of: ${all}")
        raise HTTPBadRequest(problem.with_values(value=python, all=", ".join(PYTHONS)))
    if system not in _SYSTEMS:
        problem = _("There is no system ${value} to choose here. Choose one of: ${all}")
        raise HTTPBadRequest(problem.with_values(value=system, all=", ".join(_SYSTEMS)))
    return Target(python, _SYSTEMS[system])
