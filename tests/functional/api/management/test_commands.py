"""Every command on the help page that calls the management API does what it says."""

import shlex
from uuid import UUID

import pytest

from tests.factories.accounts import make_user
from tests.factories.organizations import (
    give_namespace,
    give_team,
    make_organization,
)
from tests.factories.packaging import make_file, make_project, make_release
from tests.factories.webhooks import make_webhook
from tests.functional.api.management.asking import OURS, Program, program
from warehouse.accounts.queries import user_named
from warehouse.api.openapi import groups
from warehouse.macaroons.models import Macaroon
from warehouse.namespaces.models import NamespaceApplication
from warehouse.organizations.models import (
    ApplicationStatus,
    OrganizationInvitation,
    OrganizationRole,
)
from warehouse.organizations.queries import organization_named
from warehouse.packaging.models import OrganizationProject, Role
from warehouse.packaging.queries import project_named

SERVER = "http://localhost"
EXAMPLE_ID = "6f1c3a52-9b0e-4c8e-8a55-0c4f5a1f7d11"
PROJECT = "/api/v1/projects/sampleproject"
COMMANDS = {each.id: each.command for part in groups(SERVER) for each in part.operations}
INVITED = {"username": "bob", "role": "Maintainer"}


def request_of(command, token):
    """Method, path, headers and body of a curl command."""
    name, *words = shlex.split(command)
    assert name == "curl"
    method, headers, body, address = "GET", {}, b"", ""
    while words:
        word = words.pop(0)
        if word == "-X":
            method = words.pop(0)
        elif word == "-H":
            key, _, value = words.pop(0).partition(": ")
            headers[key] = value.replace("$TOKEN", token)
        elif word == "--data":
            body = words.pop(0).encode()
        else:
            address = word
    assert address.startswith(SERVER)
    return method, address.removeprefix(SERVER), headers, body


@pytest.fixture
def asker(client, db, grace):
    """A program of the owner of the project that is in the examples."""
    project = make_project(db, "sampleproject", owner=grace)
    make_project(db, "otherproject", owner=grace)
    make_file(db, make_release(db, project, "1.0"), "sampleproject-1.0.tar.gz")
    make_webhook(db, project, "x", id=UUID(EXAMPLE_ID))
    make_organization_of_examples(db, grace, make_user(db, "bob"))
    return program(client, grace)


def make_organization_of_examples(db, owner, member):
    """Make an organization with what the examples name, and two other people."""
    acme, second = make_organization(db, "acme", owner=owner), make_user(db, "ann")
    make_user(db, "carol")
    for user, role_name in ((second, "Owner"), (member, "Member")):
        db.add(OrganizationRole(organization=acme, user=user, role_name=role_name))
    give_team(db, acme, member, "crew")
    give_namespace(db, acme, "foo")
    key = UUID(EXAMPLE_ID)
    wanted = {"name": "eggs", "normalized_name": "eggs", "organization": acme}
    db.add(NamespaceApplication(id=key, **wanted, reason="x", asked_by="grace"))
    db.add(Macaroon(id=key, organization=acme, description="x"))
    db.commit()


def arrange_team(db, asker, name):
    """Let the organization have the project, and its team a role if it is to be taken."""
    acme, project = organization_named(db, "acme"), project_named(db, "sampleproject")
    db.add(OrganizationProject(organization=acme, project=project))
    db.commit()
    if name == "take_team_role":
        asker.ask("PUT", f"{PROJECT}/teams/crew", {"role": "Owner"}, status=200)


def arrange_invitation(db, asker, name):
    """Invite somebody; return the id of the invitation that the program may answer."""
    if name == "revoke_member_invitation":
        acme, bob = organization_named(db, "acme"), user_named(db, "bob")
        invited = {"organization": acme, "user": bob, "role_name": "Member"}
        db.add(OrganizationInvitation(**invited, token="x"))
        db.commit()
        return EXAMPLE_ID
    ann = user_named(db, "ann")
    make_organization(db, "other", owner=ann)
    sent = {"username": "grace", "role": "Member"}
    path = "/api/v1/organizations/other/invitations"
    program(asker.client, ann).post(path, sent, status=201)
    return asker.get("/api/v1/invitations")["invitations"][0]["id"]


def arrange(db, asker, name):
    """Do what comes before an operation; return the id of what it is about."""
    if name == "change_role":
        project, bob = project_named(db, "sampleproject"), user_named(db, "bob")
        db.add(Role(project=project, user=bob, role_name="Maintainer"))
        db.commit()
    elif name == "remove_collaborator":
        asker.post(f"{PROJECT}/collaborators", INVITED, status=201)
    elif name in ("make_public", "shut_out"):
        asker.post(f"{PROJECT}/private")
        said = asker.post(f"{PROJECT}/readers", {"username": "bob"}, status=201)
        return said["id"]
    elif name.startswith("un") and name.endswith("_project"):
        asker.post(f"{PROJECT}/{name.removeprefix('un').removesuffix('_project')}")
    elif name == "restore":
        asker.ask("DELETE", f"{PROJECT}/releases/1.0", status=204)
        return asker.get("/api/v1/deletions")["deletions"][0]["id"]
    elif name in ("give_team_role", "take_team_role"):
        arrange_team(db, asker, name)
    elif name.endswith("_invitation"):
        return arrange_invitation(db, asker, name)
    elif name == "answer_about_namespace":
        asked = db.get_one(NamespaceApplication, UUID(EXAMPLE_ID))
        asked.status = ApplicationStatus.MORE_INFORMATION_NEEDED
        db.commit()
    elif name == "revoke_token":
        return asker.get("/api/v1/tokens")["tokens"][0]["id"]
    return EXAMPLE_ID


@pytest.mark.parametrize("name", OURS)
def test_each_command_of_the_page_is_answered_as_it_says(db, asker, name):
    key = arrange(db, asker, name)
    method, path, headers, body = request_of(COMMANDS[name], asker.token)
    sender = Program(asker.client)
    answer = sender.ask(method, path.replace(EXAMPLE_ID, key), body or None, **headers)
    assert answer.status_int in (200, 201, 204), answer.text


def test_the_page_shows_each_command(client):
    page = client.get("/help/api/").html
    shown = {each["id"]: each.text for each in page.find_all(id=True)}
    assert {name: shown[f"command-{name}"] for name in OURS} == {
        name: COMMANDS[name] for name in OURS
    }
