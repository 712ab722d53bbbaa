"""The releases of a project, those that somebody chooses among them."""

from typing import Any

from pyramid.httpexceptions import HTTPBadRequest, HTTPNotFound
from pyramid.response import Response
from pyramid.view import view_config

from warehouse.http import Request
from warehouse.http.caching.derivers import DAY
from warehouse.http.redirects import spelled_right
from warehouse.packaging import queries
from warehouse.packaging.resolving import PYTHONS
from warehouse.packaging.resources import ProjectResource
from warehouse.pages.choosing import PARAMETERS, SIZES, NoSuchChoice, choice_of, years_of
from warehouse.purges import ALL_HTML

_MOST = 500
"""How many releases a page shows."""


@view_config(
    route_name="pages.project.releases",
    context=ProjectResource,
    renderer="pages/releases.html",
    stored_for=DAY,
    surrogate_keys=(ALL_HTML,),
    query=PARAMETERS,
)
def page(context: ProjectResource, request: Request) -> dict[str, Any] | Response:
    """Show the releases that take a Python, are small enough and from a year."""
    if context.project.is_quarantined:
        raise HTTPNotFound
    if redirect := spelled_right(request, name=context.project.name):
        return redirect
    history = queries.history_with_files(request.db, context.project)
    years = years_of(history)
    try:
        choice = choice_of(request.GET, years)
    except NoSuchChoice as error:
        raise HTTPBadRequest(error.problem) from error
    chosen = [each for each in history if choice.takes(each)]
    return {
        "project": context.project,
        "releases": chosen[:_MOST],
        "chosen": len(chosen),
        "all": len(history),
        "choice": choice,
        "pythons": PYTHONS,
        "sizes": SIZES,
        "years": years,
    }
