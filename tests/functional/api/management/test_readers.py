"""Owners hide projects by programs, and choose who reads them."""

import json

import pytest
from sqlalchemy import select

from tests.factories.accounts import make_user
from tests.factories.organizations import give_team, make_organization
from tests.functional.api.management.asking import program
from warehouse.events.models import ProjectEvent
from warehouse.organizations.models import OrganizationRole
from warehouse.webhooks.models import WebhookDelivery

KEYED = {"Idempotency_Key": "a-key"}


def reads(client, token):
    answer = client.get(
        "/simple/eggs/", headers={"Authorization": f"Bearer {token}"}, status="*"
    )
    return answer.status_int == 200


@pytest.fixture
def reader(client, db):
    """A program of somebody who has nothing to do with the project, with two tokens."""
    return program(client, make_user(db, "reader"), "read")


def test_a_project_is_made_private_and_public(client, db, owner):
    assert owner.get()["private"] is False
    assert owner.post("private", **KEYED)["private"] is True
    assert owner.post("private", **KEYED)["private"] is True
    owner.ask("POST", "private", status=409)
    client.get("/simple/eggs/", status=404)
    [listed] = owner.get("/api/v1/projects")["projects"]
    assert (listed["name"], listed["private"]) == ("Eggs", True)
    assert owner.post("public")["private"] is False
    assert client.get("/simple/eggs/")
    owner.ask("POST", "public", status=409)


def test_people_are_let_in_and_shut_out(client, db, owner, reader):
    owner.post("private")
    reader.ask("GET", "", status=404)
    assert not reads(client, reader.token)
    made = owner.post("readers", {"username": "Reader"}, status=201)
    assert (made["username"], made["team"]) == ("reader", None)
    assert owner.get("readers") == {"readers": [made], "next": None}
    assert reads(client, reader.token)
    for method, path in (("GET", "readers"), ("POST", "public")):
        reader.ask(method, path, status=403)
    owner.ask("POST", "readers", {"username": "reader"}, status=409)
    for _ in range(2):
        owner.ask("DELETE", f"readers/{made['id']}", status=204, **KEYED)
    assert not reads(client, reader.token)
    owner.ask("DELETE", f"readers/{made['id']}", status=404)
    assert owner.get("readers")["readers"] == []
    tags = [each["event"] for each in owner.get("history")["history"]]
    assert tags[:2] == ["project:reader:remove", "project:reader:add"]


def test_teams_of_the_organization_are_let_in(client, db, owner, grace, eggs, reader):
    said = owner.ask("POST", "readers", {"team": "crew"}, status=400).json
    assert said["errors"][0]["message"].startswith("Eggs belongs to no organization")
    acme = make_organization(db, "acme", owner=grace, projects=(eggs,))
    member = make_user(db, "member")
    db.add(OrganizationRole(organization=acme, user=member, role_name="Member"))
    give_team(db, acme, member, "Crew")
    owner.post("private")
    theirs = program(client, member, "read")
    assert not reads(client, theirs.token)
    made = owner.post("readers", {"team": "crew"}, status=201)
    assert (made["username"], made["team"]) == (None, "Crew")
    assert reads(client, theirs.token)
    event = db.scalars(select(ProjectEvent).filter_by(tag="project:reader:add")).one()
    assert event.additional["target_team"] == "Crew"
    assert owner.get("history")["history"][0]["team"] == "Crew"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "username"),
        ({"username": "reader", "team": "crew"}, "team"),
        ({"username": "nobody"}, "username"),
        ({"team": "nowhere"}, "team"),
    ],
)
def test_a_reader_is_named_once_and_exists(owner, body, field):
    said = owner.ask("POST", "readers", body, status=400).json
    assert field in {each["field"] for each in said["errors"]}


def test_webhooks_hear_of_readers_and_of_what_happens_in_private(db, owner, reader):
    kinds = ["project.private", "reader.added", "reader.removed", "release.yanked"]
    wanted = {"url": "https://93.184.215.14/hook", "events": kinds}
    owner.post("webhooks", wanted, status=201)
    owner.post("releases/1.0/yank")
    owner.post("releases/1.0/unyank")
    owner.post("private")
    made = owner.post("readers", {"username": "reader"}, status=201)
    owner.ask("DELETE", f"readers/{made['id']}", status=204)
    owner.post("releases/1.0/yank")
    found = select(WebhookDelivery).order_by(WebhookDelivery.position)
    said = [json.loads(each.body) for each in db.scalars(found)]
    assert [each["type"] for each in said] == ["release.yanked", *kinds]
    assert said[2]["data"]["reader"] == {"user": "reader", "team": None}
    serials = [each["data"]["serial"] for each in said if each["data"]["serial"]]
    assert len(serials) == 3
    assert serials == sorted(set(serials))


def test_tokens_of_the_organization_read_some_projects_and_end(
    client, db, owner, grace, eggs
):
    make_organization(db, "acme", owner=grace, projects=(eggs,))
    owner.post("private")
    wanted = {"permission": "read", "projects": ["eggs"], "description": "for builds"}
    path = "/api/v1/organizations/acme/tokens"
    made = owner.post(path, {**wanted, "days": 7}, status=201)
    assert reads(client, made["token"])
    owner.ask("DELETE", f"{path}/{made['id']}", status=204)
    assert not reads(client, made["token"])


def test_an_organization_says_whether_its_new_projects_are_private(db, owner, grace, eggs):
    make_organization(db, "acme", owner=grace, projects=(eggs,))
    rules = "/api/v1/organizations/acme/rules"
    assert owner.get(rules)["new_projects_are_private"] is False
    said = owner.ask("PATCH", rules, {"new_projects_are_private": True}, status=200).json
    assert said["new_projects_are_private"] is True
