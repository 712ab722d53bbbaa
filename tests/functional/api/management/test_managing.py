"""Owners do by programs what they do on pages."""

import pytest
from sqlalchemy import select

from tests.factories.accounts import make_user
from tests.factories.organizations import make_organization
from tests.factories.packaging import make_project
from tests.functional.api.management.asking import Program, program
from warehouse.events.models import ProjectEvent
from warehouse.macaroons.models import Macaroon
from warehouse.packaging.models import JournalEntry, Project, Role
from warehouse.webhooks.models import WebhookDelivery


def files(client, name="eggs"):
    return {each["filename"]: each["yanked"] for each in client.simple(name)["files"]}


def test_a_release_is_yanked_and_given_back(client, db, owner):
    said = owner.post("releases/1.0.0/yank", {"reason": " loses data "})
    assert (said["version"], said["yanked_reason"]) == ("1.0", "loses data")
    assert files(client)["eggs-1.0.tar.gz"] == "loses data"
    assert owner.get("releases")["releases"][1]["yanked"] is True
    owner.post("releases/1.0/unyank")
    assert files(client)["eggs-1.0.tar.gz"] is False
    tags = select(ProjectEvent.tag, ProjectEvent.additional["submitted_by"].astext)
    assert ("project:release:yank", "grace") in db.execute(tags).tuples().all()
    assert "yank release" in db.scalars(select(JournalEntry.action)).all()


def test_a_file_is_yanked_deleted_and_restored(client, owner):
    wheel = "eggs-1.0-py3-none-any.whl"
    assert owner.post(f"files/{wheel}/yank", {"reason": "odd"})["yanked"] is True
    assert files(client) == {**dict.fromkeys(files(client), False), wheel: "odd"}
    owner.post(f"files/{wheel}/unyank")
    owner.ask("DELETE", f"files/{wheel}", status=204)
    owner.get(f"files/{wheel}", status=404)
    [kept] = owner.get("/api/v1/deletions")["deletions"]
    assert (kept["filename"], kept["refusal"]) == (wheel, None)
    assert owner.post(f"/api/v1/deletions/{kept['id']}/restore")["name"] == "Eggs"
    assert owner.get(f"files/{wheel}")["sha256"]
    owner.post(f"/api/v1/deletions/{kept['id']}/restore", status=404)


def test_a_release_is_deleted_and_restored_whole(client, owner):
    before = owner.get("releases/1.0")
    owner.ask("DELETE", "releases/1.0", status=204)
    assert [each["version"] for each in owner.get("releases")["releases"]] == ["2.0"]
    [kept] = owner.get("/api/v1/deletions")["deletions"]
    owner.post(f"/api/v1/deletions/{kept['id']}/restore")
    assert owner.get("releases/1.0") == before
    assert "eggs-1.0.tar.gz" in files(client)


def test_deletions_can_be_switched_off(client, db, owner):
    from warehouse.flags.models import AdminFlag

    db.get_one(AdminFlag, "disallow-deletion").enabled = True
    db.commit()
    for path in ("releases/1.0", "files/eggs-1.0.tar.gz", ""):
        body = None if path else {"confirm_project_name": "Eggs"}
        said = owner.ask("DELETE", path, body, status=403).json
        assert "switched off" in said["detail"]


def test_a_project_is_deleted_once_and_restored_whole(owner, client, db, grace):
    before, key = owner.get("releases/1.0"), {"Idempotency_Key": "once"}
    for wrong in ({}, {"confirm_project_name": "eggs"}):
        said = owner.ask("DELETE", "", wrong, status=400).json
        assert said["errors"][0]["field"] == "confirm_project_name"
    sent = {"confirm_project_name": "Eggs"}
    owner.ask("DELETE", "", sent, status=204, **key)
    owner.get(status=404)
    again = owner.ask("DELETE", "", sent, status=204, **key)
    assert again.headers["Idempotency-Replayed"] == "true"
    owner.ask("DELETE", "", sent, status=404, Idempotency_Key="another")
    reads = program(client, grace, "read")
    reads.ask("DELETE", "", sent, status=403, **key)
    [kept] = owner.get("/api/v1/deletions")["deletions"]
    owner.post(f"/api/v1/deletions/{kept['id']}/restore")
    assert owner.get("releases/1.0") == before


def test_lists_of_an_account_come_in_pages(db, owner, eggs, grace):
    for number in range(101):
        owner_of = make_user(db, f"guest{number}")
        db.add(Role(project=eggs, user=owner_of, role_name="Maintainer"))
        db.add(Macaroon(user_id=grace.id, description=f"t{number}"))
    db.commit()
    first = owner.get("collaborators")
    second = owner.get(first["next"].removeprefix("http://localhost"))
    counts = [len(each["collaborators"]) for each in (first, second)]
    assert (counts, second["next"]) == ([100, 3], None)
    more = owner.get(owner.get("/api/v1/tokens")["next"].removeprefix("http://localhost"))
    assert (len(more["tokens"]), more["next"]) == (2, None)
    assert owner.get("/api/v1/deletions?page=2") == {"deletions": [], "next": None}


def test_the_status_of_a_project_changes(client, db, owner, grace):
    make_project(db, "omelette", owner=grace)
    assert owner.post("archive")["status"] == "archived"
    assert "“archived”" in owner.post("archive", status=409)["detail"]
    assert owner.post("unarchive")["status"] == "active"
    wanted = {"reason": "stale", "successor": "nobody"}
    [wrong] = owner.post("deprecate", wanted, status=400)["errors"]
    assert wrong["field"] == "successor"
    said = owner.post("deprecate", {**wanted, "successor": "Omelette"})
    assert (said["status"], said["successor"]) == ("deprecated", "omelette")
    assert client.simple("eggs")["project-status"]["status"] == "deprecated"
    assert owner.post("undeprecate")["successor"] is None


def test_people_are_invited_changed_and_removed(db, owner, eggs):
    make_user(db, "carol")
    wanted = {"username": "carol", "role": "Owner"}
    assert owner.post("collaborators", wanted, status=201)["state"] == "pending"
    owner.post("collaborators", wanted, status=409)
    unknown = {**wanted, "username": "nobody"}
    [wrong] = owner.post("collaborators", unknown, status=400)["errors"]
    assert wrong["field"] == "username"
    assert [each["username"] for each in owner.get("collaborators")["invitations"]] == [
        "carol"
    ]
    owner.ask("DELETE", "collaborators/Carol", status=204)
    owner.ask("DELETE", "collaborators/carol", status=404)
    owner.ask("PUT", "collaborators/BOB", {"role": "Owner"}, status=200)
    owner.ask("PUT", "collaborators/grace", {"role": "Maintainer"}, status=409)
    owner.ask("DELETE", "collaborators/bob", status=204)
    owner.ask("DELETE", "collaborators/grace", status=409)
    found = select(Role.role_name).where(Role.project_id == eggs.id)
    assert db.scalars(found).all() == ["Owner"]


def test_invitations_are_limited_here_as_well(owner, with_accounts):
    with_accounts(invitations_per_user="1 per hour")
    wanted = {"username": "nobody", "role": "Owner"}
    owner.post("collaborators", wanted, status=400)
    said = owner.post("collaborators", wanted, status=429)
    assert "That was too often. Try again in 60 minutes." in said["detail"]


def test_webhooks_are_added_and_deleted(owner):
    wanted = {"url": "https://192.0.2.1/hook", "events": ["release.published"]}
    made = owner.post("webhooks", {**wanted, "url": "https://93.184.215.14/x"}, status=201)
    assert made["secret"].startswith("whsec_")
    assert owner.post("webhooks", wanted, status=400)["errors"][0]["field"] == "url"
    [listed] = owner.get("webhooks")["webhooks"]
    assert listed == {name: made[name] for name in made if name != "secret"}
    assert owner.get(f"webhooks/{made['id']}") == listed
    owner.ask("DELETE", f"webhooks/{made['id']}", status=204)
    owner.ask("DELETE", f"webhooks/{made['id']}", status=404)


def test_a_webhook_is_changed_rotated_and_tried(owner, db):
    wanted = {"url": "https://93.184.215.14/x", "events": ["release.published"]}
    made = owner.post("webhooks", wanted, status=201)
    place = f"webhooks/{made['id']}"
    said = owner.ask("PATCH", place, {"events": ["file.deleted", "file.uploaded"]}).json
    assert said["events"] == ["file.uploaded", "file.deleted"]
    assert (said["url"], said["state"]) == (wanted["url"], "on")
    inside = {"url": "https://127.0.0.1/x"}
    owner.ask("PATCH", place, inside, status=400)
    assert owner.ask("PATCH", place, {"active": "no"}, status=400)
    assert owner.post(f"{place}/rotate")["secret"] != made["secret"]
    owner.ask("POST", f"{place}/test", status=204)
    assert owner.ask("PATCH", place, {"active": False}).json["state"] == "off"
    assert "Switch the webhook on" in owner.post(f"{place}/test", status=409)["detail"]
    assert owner.ask("PATCH", place, {"active": True}).json["state"] == "on"
    events = db.scalars(select(WebhookDelivery.event)).all()
    assert events == ["webhook.test"]


def test_everybody_may_follow_a_project(client, db, eggs):
    reader = program(client, make_user(db, "reader"))
    assert reader.get("notifications") == {"followed": False, "kinds": [], "how": None}
    wanted = {"kinds": ["yank", "release", "yank"]}
    said = reader.ask("PUT", "notifications", wanted, status=200).json
    assert said == {"followed": True, "kinds": ["release", "yank"], "how": "digest"}
    reader.ask("DELETE", "notifications", status=204)
    assert reader.get("notifications")["followed"] is False


def test_tokens_are_listed_and_revoked(client, db, owner, grace):
    other = program(client, grace, "read", projects=())
    found = {each["permission"]: each for each in owner.get("/api/v1/tokens")["tokens"]}
    assert set(found) == {"manage", "read"}
    owner.ask("DELETE", f"/api/v1/tokens/{found['read']['id']}", status=204)
    assert "revoked" not in other.ask("GET", "releases", status=401).text
    owner.ask("DELETE", f"/api/v1/tokens/{found['manage']['id']}", status=204)
    owner.ask("GET", "releases", status=401)
    assert db.scalars(select(Macaroon)).all() == []


def test_organizations_are_listed_with_ones_role(db, owner, grace):
    make_organization(db, "theirs")
    make_organization(db, "Acme.Inc", owner=grace, display_name="Acme")
    [found] = owner.get("/api/v1/organizations")["organizations"]
    assert found == {
        "name": "Acme.Inc",
        "normalized_name": "acme-inc",
        "display_name": "Acme",
        "type": "Community",
        "active": True,
        "requires_second_factor": False,
        "role": "Owner",
    }


def test_the_history_names_people_and_never_staff(db, owner, eggs):
    owner.post("releases/1.0/yank", {"reason": "odd"})
    db.add(
        ProjectEvent(
            source_id=eggs.id,
            tag="project:quarantine:enter",
            additional={"submitted_by": "moderator"},
        )
    )
    db.commit()
    found = {each["event"]: each for each in owner.get("history")["history"]}
    assert found["project:release:yank"]["by"] == "grace"
    assert found["project:release:yank"]["version"] == "1"
    assert found["project:quarantine:enter"]["by"] is None


@pytest.mark.parametrize("path", ["releases/1.0/yank", "files/eggs-1.0.tar.gz/yank"])
def test_a_project_in_quarantine_is_read_and_not_changed(db, owner, eggs, path):
    db.get_one(Project, eggs.id).lifecycle_status = "quarantine-enter"
    db.commit()
    assert owner.get()["status"] == "quarantined"
    owner.post(path, {}, status=403)


def test_mirrors_follow_the_changes(client, owner):
    start = Program(client).get("/api/v1/changes")["last_serial"]
    owner.post("releases/1.0/yank", {"reason": "odd"})
    owner.post("releases/1.0/unyank")
    first = Program(client).get(f"/api/v1/changes?since={start}&limit=1")
    assert (first["changes"][0]["project"], first["has_more"]) == ("Eggs", True)
    rest = Program(client).get(f"/api/v1/changes?since={first['last_serial']}")
    assert [each["action"] for each in rest["changes"]] == ["unyank release"]
    last = rest["last_serial"]
    assert Program(client).get(f"/api/v1/changes?since={last}")["last_serial"] == last
    Program(client).ask("GET", "/api/v1/changes?since=-1", status=400)
