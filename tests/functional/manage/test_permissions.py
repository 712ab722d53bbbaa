"""Everybody asks every page about a project; a golden table has the answers.

The routes are those of the application, so a new one changes the table, which a person
reads.
"""

import re

import pytest
from pyramid.interfaces import IRoutesMapper
from sqlalchemy import select

from tests.architecture.snapshots import compare
from tests.factories.accounts import make_user
from tests.factories.organizations import give_team, make_organization
from tests.factories.packaging import make_file, make_project, make_release
from tests.factories.publishers import make_publisher
from tests.factories.webhooks import make_webhook
from tests.functional.admin.test_permissions import (
    aligned,
    ask,
    forgery_token,
    permissions_of,
    told,
)
from warehouse.accounts.models import User
from warehouse.http import offline
from warehouse.packaging.models import Project, Role, TeamProjectRole
from warehouse.packaging.models.privacy import ProjectReader
from warehouse.packaging.services import CollaborationService
from warehouse.security import SYSTEM
from warehouse.webhooks.models import WebhookState

ASKERS = (
    *("anonymous", "stranger", "invited", "former", "maintainer", "owner", "frozen"),
    *("moderator", "admin", "owner's token"),
)
PREFIX = "/manage/project/"


@pytest.fixture
def askers(browser, registry, db, eggs, grace, bob):
    """One browser or program for each column of the table, and the headers it sends."""
    people = {
        "stranger": make_user(db, "stranger"),
        "invited": make_user(db, "guest"),
        "former": make_user(db, "former"),
        "maintainer": bob,
        "owner": grace,
        "frozen": make_user(db, "icy"),
        "moderator": make_user(db, "mod", is_moderator=True),
        "admin": make_user(db, "root", is_superuser=True),
    }
    db.add(Role(project=eggs, user=people["frozen"], role_name="Owner"))
    db.commit()
    with offline(registry) as request:
        service = request.service(CollaborationService)
        service.invite(request.db.get_one(Project, eggs.id), "guest", "Owner", actor=SYSTEM)
    nobody, program = browser(), browser()
    found = {
        "anonymous": (nobody, {"X-CSRF-Token": forgery_token(nobody, "/account/login/")}),
        "owner's token": (program, {"Authorization": f"Bearer {program.token(grace)}"}),
    }
    for name, user in people.items():
        tab = browser(user)
        token = forgery_token(tab, "/manage/account/password/")
        found[name] = (tab, {"X-CSRF-Token": token})
    people["frozen"].is_frozen = True
    db.commit()
    return found


def routes(registry, configurator, prefix=PREFIX):
    """Every method of every route about a project."""
    known = permissions_of(configurator)
    for route in registry.getUtility(IRoutesMapper).get_routes():
        if route.pattern.startswith(prefix):
            for method in ("GET", "POST"):
                if (route.name, method) in known:
                    yield method, route.pattern


def make_reader(db, project, user):
    """Let a person read the project, and return the id of that."""
    row = ProjectReader(project_id=project.id, user_id=user.id)
    db.add(row)
    db.commit()
    return row.id


def filled(pattern, parts):
    if "/publishing/" in pattern:
        parts = {**parts, "id": parts["publisher"]}
    if "_team/{role}" in pattern:
        parts = {**parts, "role": parts.get("team_role", parts["role"])}
    return re.sub(r"\{(\w+)\}", lambda found: str(parts[found[1]]), pattern)


def body_of(pattern, parts):
    """The fields of a form that has to name something."""
    return f"user_id={parts['guest']}".encode() if "/revoke_invite/" in pattern else b""


@pytest.fixture
def parts(askers, db, eggs, grace, bob):
    """The parts of paths that lead to one thing of each kind."""
    log = make_webhook(db, eggs, "x", state=WebhookState.OFF)
    acme = make_organization(db, owner=grace, projects=(eggs,))
    give_team(db, acme, grace, "crew", projects=(eggs,))
    role = db.scalars(select(Role.id).where(Role.user_id == bob.id)).one()
    return {
        **{"name": "eggs", "version": "1.0", "filename": "eggs-1.0.tar.gz", "role": role},
        **{"id": log.webhook_id, "position": log.position},
        "team_role": db.scalars(select(TeamProjectRole.id)).one(),
        "publisher": make_publisher(db, eggs, "x"),
        "reader": make_reader(db, eggs, bob),
        "guest": db.scalars(select(User.id).where(User.username == "guest")).one(),
    }


def test_everybody_may_do_what_the_table_says(
    registry, configurator, connection, askers, parts
):
    rows = [("method", "path", *ASKERS)]
    for method, pattern in routes(registry, configurator):
        path, body = filled(pattern, parts), body_of(pattern, parts)
        heard = [told(connection, askers[each], method, path, body) for each in ASKERS]
        rows.append((method, pattern, *heard))
    compare("project_permissions.txt", aligned(rows))


def test_objects_of_another_project_are_not_found(
    registry, configurator, owner, db, eggs, grace
):
    other = make_project(db, "other", owner=grace)
    make_file(db, make_release(db, other, "9.9"), "other-9.9.tar.gz")
    foreign = db.scalars(select(Role.id).where(Role.project_id == other.id)).one()
    log, hook = make_webhook(db, other, "x"), make_webhook(db, eggs, "x").webhook_id
    acme = make_organization(db, owner=grace, projects=(other,))
    give_team(db, acme, grace, "crew", projects=(other,))
    team_role = db.scalars(select(TeamProjectRole.id)).one()
    own = {"name": "eggs", "version": "1.0", "filename": "eggs-1.0.tar.gz", "id": hook}
    theirs = {"version": "9.9", "filename": "other-9.9.tar.gz", "role": foreign}
    theirs["reader"] = make_reader(db, other, grace)
    theirs |= {"id": log.webhook_id, "position": log.position, "team_role": team_role}
    publishers = {each: make_publisher(db, each, each.name) for each in (eggs, other)}
    headers = {"X-CSRF-Token": forgery_token(owner, "/manage/account/password/")}
    asked = 0
    for method, pattern in routes(registry, configurator):
        for name in re.findall(r"\{(\w+)\}", pattern):
            if name in theirs:
                project = other if name == "id" else eggs
                parts = {"publisher": publishers[project], name: theirs[name]}
                path = filled(pattern, {**theirs, **own, **parts})
                answer = ask((owner, headers), method, path)
                assert answer.status_int == 404, (method, path)
                asked += 1
    assert asked > 15
