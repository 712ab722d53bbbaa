"""Everybody asks every route of the management API; a golden table has the answers."""

import re

import pytest
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
from tests.functional.admin.test_permissions import aligned
from tests.functional.api.management.asking import OURS, Program, program
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


def people_of_acme(db, owner):
    """A member, who is on its team, and a manager of an organization."""
    acme = make_organization(db, "acme", owner=owner)
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
    member, manager = people_of_acme(db, grace)
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
    icy.is_frozen = True
    db.commit()
    return found


def said(answer):
    return {401: "who?", 403: "no"}.get(answer.status_int, "yes")


def test_everybody_may_do_what_the_table_says(connection, db, askers, eggs):
    webhook = make_webhook(db, eggs, "x").webhook_id
    parts = {"name": "eggs", "version": "1.0", "filename": "eggs-1.0.tar.gz"}
    parts |= {"username": "bob", "id": webhook}
    parts |= {"organization": "acme", "team": "crew", "namespace": "foo"}
    rows = [("method", "path", *askers)]
    for name, (pattern, method, _) in sorted(OURS.items(), key=lambda item: item[1][:2]):
        path, body, told = filled(pattern, parts), EXAMPLES.get(name), []
        for asker in askers.values():
            before = connection.begin_nested()
            told.append(said(asker.ask(method.upper(), path, body)))
            before.rollback()
        rows.append((method.upper(), pattern, *told))
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
