"""Tokens of organizations read and manage, as far as each was made for."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.factories.accounts import make_user
from tests.factories.organizations import make_organization
from tests.factories.packaging import make_project
from tests.functional.api.management.asking import (
    Program,
    program,
    token_of_organization,
)
from warehouse.deletions.models import Deletion
from warehouse.email.models import EmailMessage
from warehouse.events.models import ProjectEvent
from warehouse.idempotency.models import IdempotencyKey
from warehouse.organizations.models import OrganizationRole
from warehouse.packaging.models import JournalEntry, OrganizationProject

ACME = "/api/v1/organizations/acme"
KEYED = {"Idempotency_Key": "a-key"}


@pytest.fixture
def acme(db, grace, eggs):
    """An organization with two projects; its owner has another one alone."""
    make_project(db, "own", owner=grace)
    return make_organization(
        db, "acme", owner=grace, projects=(eggs, make_project(db, "spam"))
    )


@pytest.fixture
def robot(client, owner, acme):
    """Makes programs with tokens of the organization."""
    return lambda **wanted: Program(client, token_of_organization(owner, **wanted))


def test_a_token_reads_the_organization_and_its_projects(robot):
    reads = robot(permission="read")
    assert reads.get(ACME)["name"] == "acme"
    assert [each["username"] for each in reads.get(f"{ACME}/people")["people"]] == ["grace"]
    assert len(reads.get(f"{ACME}/projects")["projects"]) == 2
    assert reads.get()["name"] == "Eggs"
    refused = reads.ask("POST", "archive", status=403)
    assert "permission 'manage'" in refused.json["detail"]
    refused = reads.ask("GET", "/api/v1/projects/own", status=403)
    assert "none of acme" in refused.json["detail"]
    assert reads.get(f"{ACME}/namespaces") == {"namespaces": [], "applications": []}
    for path in (f"{ACME}/tokens", "/api/v1/projects", "/api/v1/tokens"):
        reads.ask("GET", path, status=403)


def test_a_token_makes_none_that_outlives_it(client, db, grace, acme):
    brief = program(client, grace, projects=(), lifetime=timedelta(days=2))
    path = f"{ACME}/tokens"
    for days in ({}, {"days": 2}):
        said = brief.post(path, {"description": "x", **days}, status=400)
        assert said["errors"] == [
            {
                "field": "days",
                "message": "A token that ends makes none that lasts longer (days: 1).",
            }
        ]
    brief.post(path, {"description": "x", "days": 1}, status=201)


def test_changes_by_a_token_are_said_of_the_organization(robot, db):
    make_user(db, "carol")
    manages = robot(permission="manage")
    manages.ask("POST", "releases/1.0/yank", {"reason": "broken"}, status=200)
    manages.post("collaborators", {"username": "carol", "role": "Owner"}, status=201)
    happened = db.scalars(select(ProjectEvent.additional)).all()
    assert {each.get("submitted_by", "organization acme") for each in happened} == {
        "organization acme"
    }
    yanked = db.scalars(select(JournalEntry).where(JournalEntry.action == "yank release"))
    assert yanked.one().submitted_by is None
    mails = db.scalars(select(EmailMessage.body)).all()
    assert any("organization acme" in each for each in mails)
    manages.ask("DELETE", "releases/1.0", status=204)
    deletion = db.scalars(select(Deletion)).one()
    assert (deletion.deleted_by, deletion.by_owner) == ("organization acme", True)


def test_a_token_for_chosen_projects_reaches_no_other(robot):
    here = robot(permission="manage", projects=["eggs"])
    here.post("archive")
    here.ask("POST", "/api/v1/projects/spam/archive", status=403)
    refused = here.ask("GET", ACME, status=403)
    assert "outside of a project context" in refused.json["detail"]


def test_a_token_ends_with_the_membership_of_its_maker_if_chosen(robot, db):
    staying = robot(permission="read")
    ending = robot(permission="read", ends_with_maker=True)
    ending.get(ACME)
    db.delete(db.scalars(select(OrganizationRole)).one())
    db.commit()
    staying.get(ACME)
    assert "has left" in ending.ask("GET", ACME, status=401).json["detail"]


def test_a_project_that_leaves_is_lost_at_once(robot, db, eggs):
    manages = robot(permission="manage")
    manages.post("archive")
    belongs = OrganizationProject.project_id == eggs.id
    db.delete(db.scalars(select(OrganizationProject).where(belongs)).one())
    db.commit()
    manages.ask("POST", "unarchive", status=403)


def test_keys_are_those_of_the_organization(robot, owner, db, acme):
    manages, reads = robot(permission="manage"), robot(permission="read")
    again = robot(permission="manage", description="another")
    manages.post("archive", **KEYED)
    repeated = again.ask("POST", "archive", status=200, **KEYED)
    assert repeated.headers["Idempotency-Replayed"] == "true"
    reads.ask("POST", "archive", status=403, **KEYED)
    owner.ask("POST", "archive", status=409, **KEYED)
    kept = db.scalars(select(IdempotencyKey)).one()
    assert (kept.user_id, kept.organization_id) == (None, acme.id)


def test_a_repeated_deletion_of_a_project_is_answered_as_done(robot):
    manages = robot(permission="manage")
    for _ in range(2):
        manages.ask("DELETE", "", {"confirm_project_name": "Eggs"}, status=204, **KEYED)
