"""Organizations own tokens that upload to their projects, and to nothing else."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from tests.builders import forms
from tests.builders.wheels import wheel
from tests.factories.accounts import make_user
from tests.factories.organizations import make_organization
from tests.factories.packaging import make_project
from warehouse.email.models import EmailMessage
from warehouse.events.models import OrganizationEvent, ProjectEvent
from warehouse.http import offline
from warehouse.macaroons.models import Macaroon, MacaroonUpload
from warehouse.macaroons.services import TokenService
from warehouse.macaroons.tasks import warn_of_ends
from warehouse.organizations.models import Organization, OrganizationRole
from warehouse.packaging.models import OrganizationProject
from warehouse.security import SYSTEM

PLACE = "/manage/organization/acme/tokens/"


@pytest.fixture
def acme(db, grace, eggs):
    """An organization with two owners and two projects."""
    acme = make_organization(
        db, "acme", owner=grace, projects=(eggs, make_project(db, "spam"))
    )
    db.add(
        OrganizationRole(organization=acme, user=make_user(db, "boss"), role_name="Owner")
    )
    db.commit()
    return acme


@pytest.fixture
def upload(browser):
    """Uploads a wheel with a token; the status line is the answer."""
    program = browser()

    def upload(token, name="eggs", version="9.0"):
        filename = f"{name}-{version}-py3-none-any.whl"
        content = wheel(name, version)
        fields = forms.fields(filename, content, name=name, version=version)
        body = forms.body(fields, filename, content)
        headers = forms.headers(token)
        return program.post("/legacy/", body, headers=headers, status="*").status

    return upload


def mint(browser, *projects, **values):
    form = browser.get(f"{PLACE}new/").forms["make-token"]
    form["description"] = values.pop("description", "the builds")
    if projects:
        form["token_scope"] = "scope:projects"
    for name in projects:
        form[f"project.{name}"] = True
    for name, value in values.items():
        form[name] = value
    page = form.submit()
    found = re.search(r"pypi-[A-Za-z0-9_-]{60,}", page.text)
    return found[0] if found else page


def tags(db, table=OrganizationEvent):
    return db.scalars(select(table.tag).where(table.tag.contains("api_token"))).all()


def test_a_token_uploads_to_projects_of_the_organization_alone(
    owner, acme, db, upload, grace
):
    make_project(db, "own", owner=grace)
    token = mint(owner)
    assert upload(token).startswith("200")
    assert upload(token, "spam").startswith("200")
    assert "none of acme" in upload(token, "own")
    assert "cannot create new projects" in upload(token, "brand-new")
    assert len(db.scalars(select(MacaroonUpload)).all()) == 2
    page = owner.get(PLACE)
    assert "Made by grace." in page.html.main.get_text()
    made = ProjectEvent.tag == "project:release:add"
    said = db.scalars(select(ProjectEvent.additional).where(made)).all()
    assert {each["submitted_by"] for each in said} == {"organization acme"}
    again = mint(owner)
    assert "The organization has a token with this description already." in again
    page = page.click("Revoke").forms["action"].submit().follow()
    assert "The token the builds is revoked." in page
    assert upload(token, version="9.1").startswith("403")
    assert tags(db) == ["organization:api_token:added", "organization:api_token:removed"]
    assert "A token was made" in owner.get("/manage/organization/acme/history/")


def test_a_token_for_chosen_projects_is_shown_where_it_reaches(owner, acme, db, upload):
    token = mint(owner, "eggs")
    assert upload(token).startswith("200")
    assert "not valid for project: 'spam'" in upload(token, "spam")
    page = owner.get("/manage/project/eggs/credentials/")
    assert "Acme: the builds" in page
    assert "this project only" in page
    assert "the builds" not in owner.get("/manage/project/spam/credentials/")
    assert tags(db, ProjectEvent) == ["project:api_token:added"]


def test_projects_that_leave_and_organizations_that_end_are_lost_at_once(
    owner, acme, db, eggs, upload
):
    token = mint(owner)
    gone = db.scalars(
        select(OrganizationProject).where(OrganizationProject.project_id == eggs.id)
    ).one()
    db.delete(gone)
    db.commit()
    assert "none of acme" in upload(token)
    assert upload(token, "spam").startswith("200")
    db.get_one(Organization, acme.id).is_active = False
    db.commit()
    assert "the organization acme is not active" in upload(token, "spam", "9.1")


def test_a_project_for_trusted_publishers_takes_no_token_of_organizations(
    owner, acme, db, eggs, upload
):
    token = mint(owner)
    eggs.only_trusted_publishing = True
    db.commit()
    assert "trusted publisher" in upload(token).lower()


def test_a_token_ends_with_its_maker_if_that_was_chosen(owner, browser, acme, db, upload):
    staying = mint(owner)
    ending = mint(owner, description="mine", ends_with_maker=True)
    assert upload(ending).startswith("200")
    owner.get("/manage/organization/acme/people/leave/").forms["action"].submit().follow()
    assert "403" in upload(ending, version="9.1")
    assert upload(staying, version="9.2").startswith("200")
    boss = browser(db.scalars(select(OrganizationRole)).one().user)
    page = boss.get(PLACE)
    assert "the builds" in page
    assert "mine" not in page.html.main.get_text()
    owner.get(PLACE, status=403)


def test_owners_are_told_of_leaks_and_ends(owner, acme, db, registry):
    mint(owner, lifetime="7")
    [macaroon] = db.scalars(select(Macaroon)).all()
    macaroon.created = datetime.now(UTC) - timedelta(days=30)
    macaroon.expires = datetime.now(UTC) + timedelta(hours=20)
    db.commit()
    with offline(registry) as request:
        warn_of_ends(request)
    with offline(registry) as request:
        found = request.db.get_one(Macaroon, macaroon.id)
        request.service(TokenService).revoke_leaked(
            found, url="https://example.com/", origin="github", actor=SYSTEM
        )
    told = select(EmailMessage.kind, EmailMessage.recipient_name)
    kinds = [kind for kind, _ in db.execute(told).all()]
    assert kinds.count("token-ending") == kinds.count("token-compromised-leak") == 2
    assert "organization:api_token:removed_leak" in tags(db)


def test_staff_find_and_revoke_tokens_of_organizations(owner, browser, acme, db, upload):
    token = mint(owner)
    staff = browser(make_user(db, "root", is_superuser=True))
    page = staff.get("/admin/macaroons/?q=organization:acme")
    assert "the builds" in page
    [key] = db.scalars(select(Macaroon.id)).all()
    assert "organization acme" in staff.get(f"/admin/macaroons/{key}/")
    page = staff.get(f"/admin/macaroons/{key}/delete/")
    form = page.forms["action"]
    form["reason"] = "found in a log"
    form.submit()
    assert upload(token).startswith("403")
    assert "admin:organization:api_token:removed" in tags(db)


def test_the_projects_to_choose_from_are_read_once_for_a_token(owner, acme, statements):
    form = owner.get(f"{PLACE}new/").forms["make-token"]
    form["description"], form["token_scope"] = "the builds", "scope:projects"
    form["project.eggs"] = True
    statements.clear()
    form.submit()
    read = [each for each in statements if "FROM projects JOIN organization_p" in each]
    assert len([each for each in read if "ORDER BY" in each]) == 1, read
