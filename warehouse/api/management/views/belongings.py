"""What belongs to an organization: projects, tokens and namespaces."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from packaging.utils import canonicalize_name

from warehouse.api.management import organization_documents as ours
from warehouse.api.management.bodies import (
    UNCHANGED,
    Choice,
    Fields,
    Optional,
    Switch,
    Text,
    Texts,
    Whole,
)
from warehouse.api.management.calls import PAGED, Answer, Call, endpoint
from warehouse.api.management.problems import FieldError, Problem
from warehouse.api.management.views.organizations import (
    MANAGES,
    READS,
    WRITES,
    require_standing,
)
from warehouse.http.keys import found_by_key
from warehouse.macaroons.caveats import TokenPermission
from warehouse.macaroons.queries import token_of_organization, tokens_of_organization
from warehouse.macaroons.services import OrganizationTokenService, TokenService, TokenTerms
from warehouse.namespaces import queries as namespaces
from warehouse.namespaces.models import NamespaceApplication
from warehouse.namespaces.services import NamespaceApplicationService, NamespaceService
from warehouse.packaging.models import Project
from warehouse.packaging.queries import projects_owned_by
from warehouse.packaging.resources import ProjectsResource
from warehouse.packaging.services import OwnershipService
from warehouse.security import Permission

_MOST_DAYS = 36_500
_TOKEN: Fields = {
    "description": Text(100),
    "permission": Optional(Choice(tuple(each.value for each in TokenPermission))),
    "projects": Optional(Texts(100, Text(200))),
    "days": Optional(Whole(_MOST_DAYS)),
    "ends_with_maker": Optional(Switch()),
}


@endpoint("api.v1.organization.projects", fields=PAGED, **READS)
def projects(call: Call) -> dict[str, Any]:
    """Answer with a page of the projects, by name."""
    require_standing(call)
    found, more = call.page_of(projects_owned_by(call.request.db, call.organization))
    said = [ours.owned_project_document(each) for each in found]
    return {"projects": said, "next": more}


@endpoint("api.v1.organization.projects", "POST", fields={"project": Text(200)}, **MANAGES)
def add_project(call: Call) -> Answer:
    """Give the organization a project that one may give."""
    require_standing(call)
    project = _given_project(call)
    call.request.service(OwnershipService).transfer(
        project, call.organization, actor=call.request.actor
    )
    return Answer(201, ours.owned_project_document(project))


@endpoint("api.v1.organization.tokens", fields=PAGED, **WRITES)
def tokens(call: Call) -> dict[str, Any]:
    """Answer with a page of the tokens of the organization, the newest first."""
    require_standing(call)
    db = call.request.db
    found, more = call.page_of(tokens_of_organization(db, call.organization.id))
    said = [ours.organization_token_document(each) for each in found]
    return {"tokens": said, "next": more}


@endpoint(
    "api.v1.organization.tokens", "POST", fields=_TOKEN, is_repeatable=False, **WRITES
)
def make_token(call: Call) -> Answer:
    """Make a token, and answer with it, this once."""
    require_standing(call)
    given = {key: each for key, each in call.given.items() if each is not UNCHANGED}
    terms = TokenTerms(
        description=given["description"],
        permission=TokenPermission(given.get("permission", TokenPermission.PUBLISH)),
        projects=_chosen(call, given.get("projects", ())),
        lifetime=_lifetime(call, given.get("days")),
        ends_with_maker=given.get("ends_with_maker", False),
    )
    text, made = call.request.service(OrganizationTokenService).mint(
        call.organization,
        terms,
        location=call.request.host,
        origin=call.request.host_url,
        actor=call.request.actor,
    )
    document = ours.organization_token_document(made)
    return Answer(201, {**document, "token": text}, {"Cache-Control": "no-store"})


@endpoint("api.v1.organization.token", "DELETE", **WRITES)
def revoke_token(call: Call) -> Answer:
    """Revoke a token of the organization."""
    require_standing(call)
    find = partial(token_of_organization, call.request.db, call.organization.id)
    found = found_by_key(call.request, find, "There is no such token.")
    call.request.service(TokenService).revoke(found, actor=call.request.actor)
    return Answer(204)


@endpoint("api.v1.organization.namespaces", **READS)
def organization_namespaces(call: Call) -> dict[str, Any]:
    """Answer with the namespaces of the organization, and to owners those it asks for."""
    require_standing(call)
    db, owner = call.request.db, call.organization
    granted = namespaces.namespaces_of(db, owner)
    may_write = call.request.has_permission(Permission.ORGANIZATION_WRITE)
    asked = namespaces.namespace_applications_of(db, owner) if may_write else ()
    return {
        "namespaces": [ours.namespace_document(each) for each in granted],
        "applications": [ours.application_document(each) for each in asked],
    }


@endpoint(
    "api.v1.organization.namespaces",
    "POST",
    fields={"name": Text(100), "reason": Text(1024)},
    **WRITES,
)
def ask_for_namespace(call: Call) -> Answer:
    """Ask for a namespace; the status says whether it is granted already."""
    if call.request.settings.accounts.namespaces == "off":
        raise Problem(403, "The administrators grant namespaces unasked alone.")
    made = call.request.service(NamespaceApplicationService).apply(
        call.organization,
        call.given["name"],
        reason=call.given["reason"],
        by=call.user,
        actor=call.request.actor,
    )
    return Answer(201, ours.application_document(made))


@endpoint("api.v1.organization.namespace", "DELETE", **WRITES)
def give_namespace_back(call: Call) -> Answer:
    """Give a namespace back."""
    require_standing(call)
    name, owner = canonicalize_name(call.part("namespace")), call.organization
    held = namespaces.namespaces_of(call.request.db, owner)
    if name not in {each.normalized_name for each in held}:
        raise Problem(404, f"{owner.name} has no namespace of that name.")
    service = call.request.service(NamespaceService)
    service.remove(owner, name, actor=call.request.actor)
    return Answer(204)


@endpoint("api.v1.organization.application", "DELETE", **WRITES)
def withdraw_application(call: Call) -> Answer:
    """Take an application for a namespace back."""
    require_standing(call)
    found = _application(call)
    service = call.request.service(NamespaceApplicationService)
    service.withdraw(found, actor=call.request.actor)
    return Answer(204)


@endpoint(
    "api.v1.organization.application.answer", "POST", fields={"text": Text(4000)}, **WRITES
)
def answer_question(call: Call) -> dict[str, Any]:
    """Answer what staff asked about an application."""
    require_standing(call)
    found = _application(call)
    service = call.request.service(NamespaceApplicationService)
    service.answer(found, call.given["text"], actor=call.request.actor)
    call.request.db.refresh(found)
    return ours.application_document(found)


def _application(call: Call) -> NamespaceApplication:
    """Return the application that the path names; raises `HTTPNotFound`."""
    find = partial(namespaces.namespace_application_of, call.request.db, call.organization)
    return found_by_key(call.request, find, "There is no such application.")


def _given_project(call: Call) -> Project:
    """Return the project that is to be added, which one may change; raises `Problem`."""
    name = call.given["project"]
    try:
        place = ProjectsResource(call.request)[name]
    except KeyError:
        wrong = f"There is no project “{name}”."
        raise Problem(400, wrong, errors=[FieldError("project", wrong)]) from None
    if not call.request.has_permission(Permission.PROJECT_WRITE, place):
        wrong = f"You may not change {place.project.name}."
        raise Problem(403, wrong, errors=[FieldError("project", wrong)])
    return place.project


def _chosen(call: Call, names: Sequence[str]) -> list[Project]:
    """Return projects of the organization by their names; raises `Problem`."""
    owned = projects_owned_by(call.request.db, call.organization)
    by_name = {each.normalized_name: each for each in owned}
    unknown = [each for each in names if canonicalize_name(each) not in by_name]
    if unknown:
        wrong = f"{call.organization.name} has no project “{unknown[0]}”."
        raise Problem(400, wrong, errors=[FieldError("projects", wrong)])
    return [by_name[each] for each in dict.fromkeys(map(canonicalize_name, names))]


def _lifetime(call: Call, days: int | None) -> timedelta | None:
    """Return how long a token lives, for ever without days; raises `Problem`."""
    longest = call.request.settings.accounts.token_longest_days
    if longest and (days is None or days > longest):
        wrong = f"Tokens live for {longest} days at most."
        raise Problem(400, wrong, errors=[FieldError("days", wrong)])
    lifetime = None if days is None else timedelta(days=days)
    _check_no_longer(call, lifetime)
    return lifetime


def _check_no_longer(call: Call, lifetime: timedelta | None) -> None:
    """Raise `Problem` for a token that would outlive the one that makes it."""
    identity: Any = call.request.identity
    if identity.ends is None:
        return
    left = identity.ends - datetime.now(UTC)
    if lifetime is None or lifetime > left:
        wrong = f"A token that ends makes none that lasts longer (days: {left.days})."
        raise Problem(400, wrong, errors=[FieldError("days", wrong)])
