"""Members of organizations do by programs what they do on pages."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from tests.builders import forms
from tests.builders.wheels import wheel
from tests.factories.accounts import make_user
from tests.factories.organizations import give_namespace, make_organization
from tests.factories.packaging import make_project
from tests.functional.api.management.asking import program
from warehouse.events.models import OrganizationEvent
from warehouse.http import offline
from warehouse.namespaces.models import NamespaceApplication
from warehouse.namespaces.services import NamespaceApplicationService
from warehouse.organizations.models import OrganizationRole
from warehouse.packaging.models import Role
from warehouse.security import SYSTEM

ACME = "/api/v1/organizations/acme"


@pytest.fixture
def acme(db, grace):
    return make_organization(db, "acme", owner=grace)


@pytest.fixture
def boss(owner, acme):
    """A program of the owner of an organization."""
    return owner


def names(found, key):
    return [each["username"] for each in found[key]]


def test_an_invitation_is_sent_taken_back_accepted_and_ended(boss, client, db):
    carol = program(client, make_user(db, "carol"))
    wanted = {"username": "carol", "role": "Member"}
    boss.post(f"{ACME}/invitations", wanted, status=201)
    boss.post(f"{ACME}/invitations", wanted, status=409)
    assert names(boss.get(f"{ACME}/invitations"), "invitations") == ["carol"]
    boss.ask("DELETE", f"{ACME}/invitations/Carol", status=204)
    assert carol.get("/api/v1/invitations")["invitations"] == []
    boss.post(f"{ACME}/invitations", wanted, status=201)
    [mine] = carol.get("/api/v1/invitations")["invitations"]
    assert (mine["kind"], mine["name"], mine["role"]) == ("organization", "acme", "Member")
    answer = f"/api/v1/invitations/{mine['id']}"
    boss.ask("POST", f"{answer}/accept", status=404)
    carol.ask("POST", f"{answer}/accept", status=204)
    carol.ask("POST", f"{answer}/accept", status=404)
    boss.ask("PUT", f"{ACME}/people/carol", {"role": "Billing Manager"}, status=400)
    boss.ask("PUT", f"{ACME}/people/CAROL", {"role": "Manager"}, status=200)
    assert names(carol.get(f"{ACME}/people"), "people") == ["grace", "carol"]
    boss.ask("DELETE", f"{ACME}/people/grace", status=409)
    boss.ask("DELETE", f"{ACME}/people/carol", status=204)
    carol.get(ACME, status=403)


def test_an_invitation_is_declined_with_words_for_organizations(boss, client, db, eggs):
    carol = program(client, make_user(db, "carol"))
    boss.post(f"{ACME}/invitations", {"username": "carol", "role": "Owner"}, status=201)
    boss.post("collaborators", {"username": "carol", "role": "Owner"}, status=201)
    project, group = carol.get("/api/v1/invitations")["invitations"]
    said = {"message": "I have no time."}
    decline = f"/api/v1/invitations/{project['id']}/decline"
    assert carol.ask("POST", decline, said, status=400).json["errors"]
    carol.ask("POST", decline, status=204)
    carol.ask("POST", f"/api/v1/invitations/{group['id']}/decline", said, status=204)
    assert carol.get("/api/v1/invitations")["invitations"] == []
    tags = db.scalars(select(OrganizationEvent.tag)).all()
    assert "organization:organization_role:decline_invite" in tags


def test_a_member_leaves_and_the_only_owner_does_not(boss, client, db, acme):
    carol = make_user(db, "carol")
    db.add(OrganizationRole(organization=acme, user=carol, role_name="Member"))
    db.commit()
    boss.ask("POST", f"{ACME}/leave", status=409)
    theirs = program(client, carol)
    theirs.ask("POST", f"{ACME}/leave", status=204)
    theirs.ask("POST", f"{ACME}/leave", status=403)


def test_teams_are_made_filled_set_to_work_and_deleted(boss, client, db, acme, eggs, bob):
    db.add(OrganizationRole(organization=acme, user=bob, role_name="Member"))
    db.query(Role).filter_by(user=bob).delete()
    db.commit()
    assert boss.post(f"{ACME}/teams", {"name": "The Crew"}, status=201)["members"] == 0
    team = f"{ACME}/teams/the%20crew"
    boss.post(f"{ACME}/teams", {"name": ".x"}, status=400)
    boss.post(f"{ACME}/teams", {"name": "the crew"}, status=409)
    boss.ask("PUT", team, {"name": "Crew"}, status=200)
    team = f"{ACME}/teams/crew"
    boss.post(f"{team}/members", {"username": "nobody"}, status=400)
    boss.post(f"{team}/members", {"username": "bob"}, status=201)
    boss.post(f"{ACME}/projects", {"project": "eggs"}, status=201)
    boss.ask("PUT", "teams/Crew", {"role": "Maintainer"}, status=200)
    boss.ask("PUT", "teams/crew", {"role": "Owner"}, status=200)
    theirs = program(client, bob)
    assert theirs.get("teams")["teams"][0]["role"] == "Owner"
    assert boss.get(f"{team}/projects")["projects"][0]["project"] == "Eggs"
    boss.ask("DELETE", f"{team}/members/bob", status=204)
    theirs.get("teams", status=403)
    boss.ask("DELETE", "teams/crew", status=204)
    boss.ask("DELETE", "teams/crew", status=404)
    boss.ask("DELETE", team, status=204)
    assert boss.get(f"{ACME}/teams")["teams"] == []


def test_a_project_is_added_by_whom_both_sides_let(boss, client, db, acme, eggs, bob):
    make_project(db, "others", owner=bob)
    for name, status in (("nothing", 400), ("others", 403)):
        said = boss.ask("POST", f"{ACME}/projects", {"project": name}, status=status)
        assert said.json["errors"][0]["field"] == "project"
    db.add(OrganizationRole(organization=acme, user=bob, role_name="Member"))
    db.commit()
    program(client, bob).ask("POST", f"{ACME}/projects", {"project": "others"}, status=403)
    eggs.lifecycle_status = "quarantine-enter"
    db.commit()
    boss.ask("POST", f"{ACME}/projects", {"project": "eggs"}, status=403)
    eggs.lifecycle_status = None
    db.commit()
    boss.ask("POST", f"{ACME}/projects", {"project": "eggs"}, status=201)
    boss.ask("POST", f"{ACME}/projects", {"project": "eggs"}, status=409)
    assert [each["name"] for each in boss.get(f"{ACME}/projects")["projects"]] == ["Eggs"]


def test_a_token_is_made_used_and_revoked(boss, client, acme, eggs, with_accounts):
    boss.post(f"{ACME}/projects", {"project": "eggs"}, status=201)
    wanted = {"description": "ci", "projects": ["EGGS"], "days": 3}
    path, key = f"{ACME}/tokens", {"Idempotency_Key": "once"}
    said = boss.ask("POST", path, wanted, status=400, **key).json
    assert said["errors"][0]["field"] == "Idempotency-Key"
    unknown = {**wanted, "projects": ["spam"]}
    assert boss.post(path, unknown, status=400)["errors"][0]["field"] == "projects"
    made = boss.post(path, wanted, status=201)
    assert (made["projects"], made["made_by"]) == (["eggs"], "grace")
    boss.post(path, wanted, status=409)
    filename, content = "eggs-3.0-py3-none-any.whl", wheel("eggs", "3.0")
    fields = forms.fields(filename, content, name="eggs", version="3.0")
    sent = forms.body(fields, filename, content), forms.headers(made["token"])
    client.post("/legacy/", *sent, status=200)
    [listed] = boss.get(path)["tokens"]
    assert listed["id"] == made["id"]
    boss.ask("DELETE", f"{path}/{made['id']}", status=204)
    client.post("/legacy/", *sent, status=403)
    with_accounts(token_longest_days=7)
    for days in ({}, {"days": 8}):
        said = boss.post(path, {"description": "x", **days}, status=400)
        assert said["errors"][0]["field"] == "days"


def test_namespaces_are_asked_for_withdrawn_and_given_back(boss, db, acme, with_accounts):
    give_namespace(db, make_organization(db, "other"), "taken")
    wanted, path = {"name": "Foo", "reason": "Plugins."}, f"{ACME}/namespaces"
    boss.post(path, {**wanted, "name": "-"}, status=400)
    boss.post(path, {**wanted, "name": "taken-x"}, status=409)
    made = boss.post(path, wanted, status=201)
    assert made["status"] == "submitted"
    boss.ask("DELETE", f"{ACME}/namespace-applications/{made['id']}", status=204)
    with_accounts(namespaces="open")
    assert boss.post(path, wanted, status=201)["status"] == "approved"
    assert boss.get(path)["namespaces"][0]["normalized_name"] == "foo"
    boss.ask("DELETE", f"{path}/taken", status=404)
    boss.ask("DELETE", f"{path}/FOO", status=204)
    assert boss.get(path) == {"namespaces": [], "applications": []}
    with_accounts(namespaces="off")
    boss.post(path, wanted, status=403)


def test_an_organization_that_is_not_active_answers_for_itself_alone(boss, db, acme):
    acme.is_active = False
    db.commit()
    assert boss.get(ACME)["active"] is False
    for path in (
        "people",
        "invitations",
        "teams",
        "projects",
        "tokens",
        "namespaces",
        "rules",
    ):
        assert "not active" in boss.get(f"{ACME}/{path}", status=409)["detail"]
    said = boss.post(f"{ACME}/teams", {"name": "x"}, status=409)
    assert "not active" in said["detail"]


def test_owners_change_rules_all_together_or_not_at_all(boss, client, db, acme, grace):
    rules, member = f"{ACME}/rules", make_user(db, "member")
    db.add(OrganizationRole(organization=acme, user=member, role_name="Member"))
    db.commit()
    before = program(client, member).get(rules)
    assert before["project_makers"] == "managers"
    asked = {"invited_domains": ["B.example", "a.example"], "longest_token_days": 9}
    refused = boss.ask(
        "PATCH", rules, {**asked, "requires_second_factor": True}, status=409
    )
    assert "You do not meet it yourself" in refused.json["detail"]
    assert boss.get(rules) == before
    boss.ask("PATCH", rules, {**asked, "invited_domains": ["-"]}, status=400)
    changed = {**before, "invited_domains": ["a.example", "b.example"]}
    assert boss.ask("PATCH", rules, asked, status=200).json == {
        **changed,
        "longest_token_days": 9,
    }
    boss.ask("GET", rules, status=403)
    lasting = program(client, grace, lifetime=timedelta(days=5), description="short")
    free = {"longest_token_days": None, "invited_domains": []}
    assert lasting.ask("PATCH", rules, free, status=200).json == before
    program(client, member, "manage", description="m").ask("PATCH", rules, free, status=403)
    assert (
        "organization:token_life:change" in db.scalars(select(OrganizationEvent.tag)).all()
    )


def test_a_question_about_a_namespace_is_answered_once(boss, registry, db, acme):
    wanted, path = {"name": "Foo", "reason": "Plugins."}, f"{ACME}/namespaces"
    key = boss.post(path, wanted, status=201)["id"]
    answer = f"{ACME}/namespace-applications/{key}/answer"
    boss.post(answer, {"text": "Forty."}, status=409)
    with offline(registry) as request:
        asked = request.db.get_one(NamespaceApplication, UUID(key))
        request.service(NamespaceApplicationService).ask(asked, "How many?", actor=SYSTEM)
    said = boss.post(answer, {"text": "Forty."})
    assert said["status"] == "submitted"
    texts = [(each["kind"], each["text"]) for each in said["messages"]]
    assert texts == [("question", "How many?"), ("answer", "Forty.")]
    boss.post(answer, {"text": "Fifty."}, status=409)
