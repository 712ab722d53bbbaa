"""Trusted publishers publish in private, and what they make is private at once."""

import pytest

from tests.builders.issuers import github_claims
from tests.factories.accounts import make_user
from tests.factories.organizations import make_organization
from tests.fixtures.client import Client
from warehouse.http import offline
from warehouse.macaroons.caveats import TokenPermission
from warehouse.organizations.models import Organization
from warehouse.packaging.models import JournalEntry, ProhibitedProjectName, Project
from warehouse.packaging.queries import project_named
from warehouse.packaging.services import PrivacyService
from warehouse.security import SYSTEM


def statuses(client, name, **headers):
    """The statuses of all that is about a project."""
    paths = (f"/simple/{name}/", f"/project/{name}/", f"/pypi/{name}/json")
    return {client.get(each, headers=headers, status="*").status_int for each in paths}


def public_rows(db):
    """The rows of the journal that mirrors read."""
    rows = db.query(JournalEntry).filter_by(is_private=False)
    return [(each.name, each.action) for each in rows]


def filenames(client, name, token):
    accept = {"Accept": "application/vnd.pypi.simple.v1+json"}
    headers = {**accept, "Authorization": f"Bearer {token}"}
    answer = client.get(f"/simple/{name}/", headers=headers)
    return [each["filename"] for each in answer.json["files"]]


@pytest.fixture
def stranger(client, registry, db):
    made = Client(client.app, registry)
    made.sign_in(make_user(db, "stranger"))
    return made


def test_a_publisher_uploads_to_a_private_project(
    publishing, built_in, registry, client, stranger, db
):
    publishing.attach()
    with offline(registry) as request:
        project = project_named(request.db, "eggs")
        request.service(PrivacyService).make_private(project, actor=SYSTEM)
    before = public_rows(db)
    token = publishing.mint(built_in.sign(github_claims()))["token"]
    assert publishing.upload(token, "eggs", "7.0").status_int == 200
    for who in (client, stranger):
        assert statuses(who, "eggs") == {404}
    assert public_rows(db) == before
    reading = client.token(publishing.owner, permission=TokenPermission.READ)
    assert filenames(client, "eggs", reading) == ["eggs-7.0-py3-none-any.whl"]
    assert statuses(client, "eggs", Authorization=f"Bearer {token}") == {404}


def test_a_project_that_a_publisher_makes_is_private_from_its_first_moment(
    publishing, built_in, client, stranger, db
):
    acme = make_organization(db, "acme", owner=publishing.owner)
    db.get_one(Organization, acme.id).new_projects_are_private = True
    db.commit()
    publishing.announce("brand-new", organization=acme)
    before = public_rows(db)
    token = publishing.mint(built_in.sign(github_claims()))["token"]
    assert statuses(client, "brand-new") == {404}
    assert publishing.upload(token, "brand_new").status_int == 200
    made = db.query(Project).filter_by(normalized_name="brand-new").one()
    assert made.is_private
    for who in (client, stranger):
        assert statuses(who, "brand-new") == {404}
    assert public_rows(db) == before
    assert {each.is_private for each in made_rows(db)} == {True}
    reading = client.token(publishing.owner, permission=TokenPermission.READ)
    found = filenames(client, "brand-new", reading)
    assert found == ["brand_new-1.0-py3-none-any.whl"]


def made_rows(db):
    """All that the journal has of the new project."""
    rows = db.query(JournalEntry).filter(JournalEntry.name.in_(["brand-new", "brand_new"]))
    assert rows.count()
    return rows


def test_a_private_name_is_announced_as_vainly_as_a_prohibited_one(
    publishing, registry, stranger, db
):
    db.add(ProhibitedProjectName(name="never"))
    db.commit()
    with offline(registry) as request:
        project = project_named(request.db, "eggs")
        request.service(PrivacyService).make_private(project, actor=SYSTEM)
    said = {
        name: announced(stranger, name).replace(name, "…") for name in ("eggs", "never")
    }
    assert said["eggs"] == said["never"]
    assert "The administrators do not allow the name “…”." in said["eggs"]


def announced(browser, name):
    """The page as it answers somebody who waits for a name, which is left out."""
    page = browser.get(f"/manage/account/publishing/?provider=google&project_name={name}")
    form = page.forms["add-publisher"]
    form["email"] = "x@example.iam.gserviceaccount.com"
    return form.submit().html.main.text.replace(name, "…")
