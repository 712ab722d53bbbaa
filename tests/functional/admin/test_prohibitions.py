"""Prohibited names of projects and people, and prohibited mail domains."""

import pytest
from sqlalchemy import select

from tests.factories.accounts import make_user
from tests.factories.organizations import make_organization
from tests.factories.packaging import make_project
from tests.functional.admin.acting import REASON, act
from warehouse.accounts.models import ProhibitedEmailDomain, ProhibitedUserName, User
from warehouse.events.models import StaffAction
from warehouse.packaging.models import ProhibitedProjectName, Project
from warehouse.packaging.queries import organization_of, project_named

NAMES = "/admin/prohibited_project_names/"


def confirm(page):
    form = page.forms["action"]
    form["confirm"] = True
    return form.submit()


def prohibited(db, model=ProhibitedProjectName):
    return {each.name: each.comment for each in db.scalars(select(model))}


def test_names_are_prohibited_after_a_preview(admin, db):
    make_project(db, "Eggs")
    page = act(admin, f"{NAMES}bulk/", projects="eggs spam\nham")
    assert "Eggs: releases: 0; files: 0" in page.text
    assert "Names that are prohibited: 3." in page.text
    assert db.scalars(select(Project.name)).all() == ["Eggs"]
    confirm(page).follow()
    assert db.scalars(select(Project.name)).all() == []
    assert prohibited(db).items() >= {"eggs": REASON, "spam": REASON}.items()
    rows = db.scalars(select(StaffAction)).all()
    assert {each.subject_name for each in rows} == {"eggs", "spam", "ham"}
    assert len({each.batch_id for each in rows}) == 1


def test_the_address_may_name_what_is_previewed(admin, db):
    make_project(db, "eggs")
    assert "eggs: releases: 0" in admin.get(f"{NAMES}add/?project=eggs").text
    page = act(admin, f"{NAMES}add/", project="eggs", comment="typo")
    confirm(page).follow()
    assert prohibited(db)["eggs"] == "typo"
    assert (
        "no name that a project can have" in act(admin, f"{NAMES}add/", project="e_").text
    )


def test_a_prohibited_name_is_allowed_or_given_away(admin, db):
    db.add_all(ProhibitedProjectName(name=each) for each in ("one", "two", "three"))
    make_user(db, "ada")
    organization = make_organization(db, "gang")
    act(admin, f"{NAMES}remove/one/").follow()
    act(admin, f"{NAMES}release/two/", username="ada").follow()
    act(admin, f"{NAMES}release/three/", organization_name="gang").follow()
    assert not {"one", "two", "three"} & set(prohibited(db))
    assert [each.user.username for each in project_named(db, "two").roles] == ["ada"]
    assert organization_of(db, project_named(db, "three").id) == organization
    admin.get(f"{NAMES}two/", status=404)


def test_a_name_that_looks_like_another_is_given_away(admin, db):
    make_project(db, "hello")
    make_user(db, "ada")
    path = f"{NAMES}ultranorm_release/"
    page = act(admin, path, project_name="other", username="ada")
    assert "The name “other” is not prohibited." in page.text
    act(admin, path, project_name="he1lo", username="ada").follow()
    assert project_named(db, "he1lo") is not None


def test_accounts_go_with_usernames_that_are_prohibited(admin, db):
    make_project(db, "eggs", owner=make_user(db, "sly"))
    path = "/admin/prohibited_user_names/bulk/"
    page = act(admin, path, users="sly newcomer")
    assert "sly is removed; projects that go: 1." in page.text
    confirm(page).follow()
    assert db.scalar(select(User).filter_by(username="sly")) is None
    assert db.scalars(select(Project)).all() == []
    assert set(prohibited(db, ProhibitedUserName)) == {"sly", "newcomer"}
    assert "root is staff" in act(admin, path, users="root").text


@pytest.mark.parametrize(
    ("domain", "said"),
    [("gmail.com", "used by many people"), ("nothing", "no domain like example.com")],
)
def test_a_domain_that_makes_no_sense_stays_allowed(admin, db, domain, said):
    page = act(admin, "/admin/prohibited_email_domains/add/", email_domain=domain)
    assert said in page.text
    assert db.scalars(select(ProhibitedEmailDomain)).all() == []


def test_a_domain_is_prohibited_and_allowed(admin, db):
    act(admin, "/admin/prohibited_email_domains/add/", email_domain="Spam.example").follow()
    assert "spam.example" in admin.get("/admin/prohibited_email_domains/").text
    act(admin, "/admin/prohibited_email_domains/remove/spam.example/").follow()
    assert db.scalars(select(ProhibitedEmailDomain)).all() == []
