"""The public page of a person."""

from collections.abc import Sequence
from typing import Any

from pyramid.response import Response
from pyramid.view import view_config

from warehouse.accounts.resources import PersonResource
from warehouse.http import Request
from warehouse.http.caching.derivers import DAY
from warehouse.http.redirects import spelled_right
from warehouse.packaging.caching import project_key
from warehouse.packaging.models.lifecycle import is_archived
from warehouse.packaging.queries import projects_of_person
from warehouse.pages.newness import is_new
from warehouse.purges import ALL_HTML


@view_config(
    route_name="pages.profile",
    context=PersonResource,
    renderer="pages/profile.html",
    stored_for=DAY,
    surrogate_keys=(ALL_HTML,),
)
def profile(context: PersonResource, request: Request) -> dict[str, Any] | Response:
    """Show a person, and the projects in which they have a role."""
    person = context.person
    moved = spelled_right(request, username=person.username)
    if moved is not None:
        return moved
    projects = projects_of_person(request.db, person)
    request.depend_on(*(project_key(each.name) for each in projects))
    return {
        "person": person,
        "is_new": is_new(person.date_joined),
        **by_status(projects),
    }


def by_status(projects: Sequence[Any]) -> dict[str, list[Any]]:
    """Return the archived projects apart from all others."""
    return {
        "projects": [each for each in projects if not is_archived(each.lifecycle_status)],
        "archived": [each for each in projects if is_archived(each.lifecycle_status)],
    }
