"""Who may see a project: everybody, or those who work on it and its readers."""

from functools import partial
from typing import Any

from warehouse.accounts.models import User
from warehouse.accounts.queries import user_named
from warehouse.api.management import documents
from warehouse.api.management.bodies import Text
from warehouse.api.management.calls import PAGED, Answer, Call, endpoint
from warehouse.api.management.problems import FieldError, Problem
from warehouse.api.management.views.projects import READS, WRITES, project_of
from warehouse.http.keys import found_by_key
from warehouse.organizations.models import Team
from warehouse.organizations.queries import team_named
from warehouse.packaging import queries
from warehouse.packaging.errors import CollaboratorUnknown
from warehouse.packaging.services import PrivacyService

_WHO = {"username": Text(100, default=""), "team": Text(100, default="")}


@endpoint("api.v1.project.private", "POST", **WRITES)
def make_private(call: Call) -> dict[str, Any]:
    """Hide a project from everybody but its readers."""
    _privacy(call).make_private(call.project, actor=call.request.actor)
    return project_of(call)


@endpoint("api.v1.project.public", "POST", **WRITES)
def make_public(call: Call) -> dict[str, Any]:
    """Show a private project to everybody."""
    _privacy(call).make_public(call.project, actor=call.request.actor)
    return project_of(call)


@endpoint("api.v1.readers", fields=PAGED, **READS)
def readers(call: Call) -> dict[str, Any]:
    """Answer with a page of who was let in to read a project, the oldest first."""
    found, more = call.page_of(queries.readers_of(call.request.db, call.project))
    return {"readers": [documents.reader_document(each) for each in found], "next": more}


@endpoint("api.v1.readers", "POST", fields=_WHO, **WRITES)
def let_in(call: Call) -> Answer:
    """Let a person read a project, or a team of the organization that owns it."""
    row = _privacy(call).let_in(call.project, _reader(call), actor=call.request.actor)
    return Answer(201, documents.reader_document(row))


@endpoint("api.v1.reader", "DELETE", **WRITES)
def shut_out(call: Call) -> Answer:
    """Let a reader in no longer."""
    find = partial(queries.reader_with_id, call.request.db, call.project)
    row = found_by_key(call.request, find, "There is no such reader.")
    _privacy(call).shut_out(call.project, row, actor=call.request.actor)
    return Answer(204)


def _reader(call: Call) -> User | Team:
    """Return the person or team that the body names; raises `Problem`."""
    username, team = call.given["username"], call.given["team"]
    if bool(username) == bool(team):
        said = "Send the name of a person, or that of a team, and not both."
        wrong = [FieldError(name, said) for name in _WHO]
        raise Problem(400, f"The request is wrong. {said}", errors=wrong)
    return _team(call, team) if team else _person(call, username)


def _person(call: Call, username: str) -> User:
    found = user_named(call.request.db, username)
    if found is None:
        raise CollaboratorUnknown(username)
    return found


def _team(call: Call, name: str) -> Team:
    db = call.request.db
    owner = queries.organization_of(db, call.project.id)
    found = None if owner is None else team_named(db, owner.id, name)
    if found is None:
        said = f"The organization of {call.project.name} has no team “{name}”."
        if owner is None:
            said = f"{call.project.name} belongs to no organization, which teams are of."
        raise Problem(400, said, errors=[FieldError("team", said)])
    return found


def _privacy(call: Call) -> PrivacyService:
    return call.request.service(PrivacyService)
