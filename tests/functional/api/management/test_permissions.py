"""Everybody asks every route of the management API; a golden table has the answers."""

import re

import pytest
from pyramid.interfaces import IRoutesMapper
from sqlalchemy import select

from tests.architecture.snapshots import compare
from tests.factories.accounts import make_user
from tests.factories.organizations import (
    give_namespace,
    give_team,
    make_organization,
)
from tests.factories.packaging import make_file, make_project, make_release
from tests.factories.webhooks import make_webhook
from tests.functional.admin.test_permissions import aligned, permissions_of
from tests.functional.api.management.asking import (
    OURS,
    Program,
    program,
    token_of_organization,
)
from warehouse.macaroons.models import Macaroon
from warehouse.organizations.models import OrganizationRole
from warehouse.packaging.models import Role

EXAMPLES = {
    name: content["example"]
    for name, (_, _, about) in OURS.items()
    for content in about.get("requestBody", {}).get("content", {}).values()
}


def filled(pattern, parts):
    return re.sub(r"\{(\w+)\}", lambda found: str(parts[found[1]]), pattern)


PROBE = "stranger"
"""Who asks every route, and hears of each that it asks for a right."""


def people_of_acme(db, owner, project):
    """A member, who is on its team, and a manager of an organization with a project."""
    acme = make_organization(db, "acme", owner=owner, projects=(project,))
    member, manager = make_user(db, "member"), make_user(db, "manager")
    for user, role_name in ((member, "Member"), (manager, "Manager")):
        db.add(OrganizationRole(organization=acme, user=user, role_name=role_name))
    give_team(db, acme, member, "crew")
    return member, manager


@pytest.fixture
def askers(client, browser, db, eggs, grace, bob):
    """A program for each column of the table, and a browser in which the owner is."""
    icy = make_user(db, "icy")
    db.add(Role(project=eggs, user=icy, role_name="Owner"))
    db.commit()
    member, manager = people_of_acme(db, grace, eggs)
    other = make_project(db, "other", owner=grace)
    make_file(db, make_release(db, other, "9.9"), "other-9.9.tar.gz")
    found = {
        "anonymous": Program(client),
        "stranger": program(client, make_user(db, "stranger")),
        "maintainer": program(client, bob),
        "member": program(client, member),
        "manager": program(client, manager),
        "frozen": program(client, icy),
        "moderator": program(client, make_user(db, "mod", is_moderator=True)),
        "admin": program(client, make_user(db, "root", is_superuser=True)),
        "session": Program(browser(grace)),
        "publishes": program(client, grace, "publish"),
        "elsewhere": program(client, grace, projects=[other], description="elsewhere"),
        "here": program(client, grace, projects=[eggs], description="here"),
        "reads": program(client, grace, "read"),
        "owner": program(client, grace),
    }
    found |= programs_of_organization(found["owner"], "eggs")
    icy.is_frozen = True
    db.commit()
    return found


def programs_of_organization(owner, project):
    """Programs with tokens of an organization that owns a project, by what they may do."""
    wanted = {"publishes": {"permission": "publish"}, "reads": {"permission": "read"}}
    wanted["manages"] = {"permission": "manage"}
    wanted["here"] = {"permission": "manage", "projects": [project]}
    tokens = {name: token_of_organization(owner, **each) for name, each in wanted.items()}
    return {f"org {name}": Program(owner.client, text) for name, text in tokens.items()}


def said(answer):
    return {401: "who?", 403: "no", 404: "hidden"}.get(answer.status_int, "yes")


@pytest.fixture
def rights(registry, configurator):
    """The right that each operation asks for: place, permission, and whether to read."""
    permissions, routes = permissions_of(configurator), registry.getUtility(IRoutesMapper)
    needed = {}
    for route in routes.get_routes():
        for (name, method), permission in permissions.items():
            if name == route.name:
                place = route.factory
                needed[route.pattern, method] = (place, permission, method == "GET")
    return {key: needed[about[0], about[1].upper()] for key, about in OURS.items()}


def test_everybody_may_do_what_the_table_says(connection, db, askers, eggs, rights):
    webhook = make_webhook(db, eggs, "x").webhook_id
    parts = {"name": "eggs", "version": "1.0", "filename": "eggs-1.0.tar.gz"}
    parts |= {"username": "bob", "id": webhook}
    parts |= {"organization": "acme", "team": "crew", "namespace": "foo"}
    rows, told = [("method", "path", *askers)], {}
    for name, (pattern, method, _) in sorted(OURS.items(), key=lambda item: item[1][:2]):
        # Everybody asks the first route of those that ask for the same right.
        is_new = rights[name] not in told
        answers = told.setdefault(rights[name], {})
        for asker in askers if is_new else [PROBE]:
            before = connection.begin_nested()
            path, body = filled(pattern, parts), EXAMPLES.get(name)
            answers[asker] = said(askers[asker].ask(method.upper(), path, body))
            before.rollback()
        rows.append((method.upper(), pattern, *answers.values()))
    compare("api_permissions.txt", aligned(rows))


def test_objects_of_others_are_not_found(db, askers, eggs, grace):
    foreign = db.scalars(select(Macaroon.id).where(Macaroon.user_id != grace.id)).first()
    theirs = {"version": "9.9", "filename": "other-9.9.tar.gz", "username": "root"}
    project = make_project(db, "third", owner=grace)
    theirs["id"] = make_webhook(db, project, "x").webhook_id
    give_namespace(db, make_organization(db, "others", owner=grace), "foo")
    theirs |= {"organization": "acme", "team": "nowhere", "namespace": "foo"}
    asked = 0
    for name, (pattern, method, _) in OURS.items():
        if re.search(r"\{(version|filename|username|id|team|namespace)\}", pattern):
            key = foreign if "/tokens/" in pattern else theirs["id"]
            path = filled(pattern, {**theirs, "id": key, "name": "eggs"})
            absent = 409 if name == "give_team_role" else 404
            askers["owner"].ask(method.upper(), path, EXAMPLES.get(name), status=absent)
            asked += 1
    assert asked > 12
