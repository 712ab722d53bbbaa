"""Projects come to organizations and leave them, which are described and deleted."""

import pytest
from sqlalchemy import select

from tests.factories.organizations import give_namespace, make_organization
from tests.factories.packaging import make_project
from tests.factories.publishers import make_publisher
from tests.functional.login.factors import give_totp
from warehouse.email.models import EmailMessage
from warehouse.oidc.queries import publishers_of
from warehouse.organizations.models import (
    Organization,
    OrganizationName,
    OrganizationRole,
)
from warehouse.packaging.models import JournalEntry, Role
from warehouse.packaging.queries import organization_of, project_named

ACME = "/manage/organization/acme/"
EGGS = "/manage/project/eggs/"
TRANSFER = "confirm_transfer_organization_project_name"
REMOVE = "confirm_remove_organization_project_name"


@pytest.fixture
def acme(db, grace):
    return make_organization(db, "acme", owner=grace)


@pytest.fixture
def boss(browser, acme, grace):
    return browser(grace)


def fill(browser, path, **values):
    form = browser.get(path).forms["action"]
    for name, value in values.items():
        form[name] = value
    return form.submit()


def entries(db):
    return list(db.scalars(select(JournalEntry.action).order_by(JournalEntry.id)))


def mails(db):
    return set(db.scalars(select(EmailMessage.kind)))


def owner_of(db, name):
    db.expire_all()
    return organization_of(db, project_named(db, name).id)


def test_a_name_in_a_namespace_is_made_by_its_organization_alone(boss, db, acme):
    give_namespace(db, make_organization(db, "other"), "ham")
    give_namespace(db, acme, "eggs")
    path = f"{ACME}projects/new/"
    said = "“ham-2” is in a namespace of the organization other."
    assert said in fill(boss, path, project_name="ham-2").text
    assert project_named(db, "ham-2") is None
    fill(boss, path, project_name="eggs-2").follow()
    assert owner_of(db, "eggs-2") == acme


def test_a_new_project_belongs_to_the_organization_alone(boss, db, acme):
    path = f"{ACME}projects/new/"
    assert "The project ham is made." in fill(boss, path, project_name="ham").follow().text
    assert owner_of(db, "ham") == acme
    assert entries(db)[-1:] == ["create"]
    assert project_named(db, "ham").roles == []
    assert boss.get("/manage/project/ham/releases/").status_int == 200
    assert "There is a project “ham” already." in fill(boss, path, project_name="ham").text
    assert "is the name of a module" in fill(boss, path, project_name="email").text


def test_managers_add_what_they_own_and_take_nothing_out(boss, browser, acme, db, bob):
    db.add(OrganizationRole(organization=acme, user=bob, role_name="Manager"))
    make_project(db, "ham", owner=bob)
    tab = browser(bob)
    form = tab.get(f"{ACME}projects/add/").forms["action"]
    assert [each[0] for each in form["project"].options] == ["ham"]
    assert "ham belongs to the organization now." in form.submit().follow().text
    assert owner_of(db, "ham") == acme
    assert entries(db)[-1] == "remove Owner bob"
    tab.get("/manage/project/ham/settings/", status=403)
    assert "You own no project" in tab.get(f"{ACME}projects/add/").text
    db.add(Role(project=project_named(db, "ham"), user=bob, role_name="Owner"))
    db.commit()
    path = "/manage/project/ham/remove_organization_project/"
    assert "does not allow that" in fill(tab, path, **{REMOVE: "ham"}).text
    assert "organization-project-added" in mails(db)


def test_a_project_leaves_with_its_owners_and_without_publishers(boss, eggs, db, bob):
    values = {"organization": "acme", TRANSFER: "Eggs"}
    fill(boss, f"{EGGS}transfer_organization_project/", **values).follow()
    make_publisher(db, eggs, "x")
    path = f"{EGGS}remove_organization_project/"
    assert "Nobody would own Eggs." in fill(boss, path, **{REMOVE: "Eggs"}).text
    db.scalars(select(Role).where(Role.user_id == bob.id)).one().role_name = "Owner"
    db.commit()
    assert "Type “Eggs”, not “eggs”." in fill(boss, path, **{REMOVE: "eggs"}).text
    page = fill(boss, path, **{REMOVE: "Eggs"}).follow()
    assert "Eggs belongs to no organization any more." in page.text
    assert owner_of(db, "eggs") is None
    assert publishers_of(db, eggs.id) == []
    assert {"organization-project-removed", "trusted-publisher-removed"} <= mails(db)
    boss.get(f"{EGGS}releases/", status=403)


def test_only_one_who_owns_it_transfers_a_project_further(boss, browser, eggs, db, bob):
    values = {"organization": "acme", TRANSFER: "Eggs"}
    fill(boss, f"{EGGS}transfer_organization_project/", **values).follow()
    make_organization(db, "bobs", owner=bob)
    db.scalars(select(Role).where(Role.user_id == bob.id)).one().role_name = "Owner"
    db.commit()
    path = f"{EGGS}transfer_organization_project/"
    values = {"organization": "bobs", TRANSFER: "Eggs"}
    assert (
        "Your role in acme does not allow that." in fill(browser(bob), path, **values).text
    )
    assert owner_of(db, "eggs").name == "acme"


def test_owners_read_how_the_description_changed(boss, db, acme):
    page = fill(boss, f"{ACME}settings/edit/", display_name="Acme <2>", description="New.")
    assert "The description is changed." in page.follow().text
    assert "Acme &lt;2&gt;" in boss.get("/org/acme/").text
    kind = EmailMessage.kind == "organization-updated"
    assert "Acme <2>" in db.scalars(select(EmailMessage.body).where(kind)).one()
    assert "Begin it with https://." in (
        fill(boss, f"{ACME}settings/edit/", link_url="ftp://x").text
    )


def test_a_project_that_asks_a_second_factor_is_given_with_one(boss, db, acme, grace, eggs):
    eggs.requires_second_factor = True
    db.commit()
    page = fill(boss, f"{ACME}projects/add/", project="eggs")
    assert "Eggs asks a second factor of everybody who works on it." in page.text
    assert owner_of(db, "eggs") is None
    give_totp(db, grace)
    fill(boss, f"{ACME}projects/add/", project="eggs").follow()
    assert owner_of(db, "eggs").name == "acme"


def test_an_empty_organization_is_deleted_and_its_name_is_kept(boss, db, acme, eggs):
    path, typed = f"{ACME}delete/", {"confirm_organization_name": "acme"}
    values = {"organization": "acme", TRANSFER: "Eggs"}
    fill(boss, f"{EGGS}transfer_organization_project/", **values).follow()
    assert "It owns 1 project still." in fill(boss, path, **typed).text
    fill(boss, f"{EGGS}delete_project/", confirm_project_name="Eggs").follow()
    give_namespace(db, acme, "spam")
    assert "Acme is deleted." in fill(boss, path, **typed).follow().text
    assert db.scalars(select(Organization)).all() == []
    assert db.scalars(select(OrganizationName)).one().organization_id is None
    assert "organization-deleted" in mails(db)
    assert boss.get("/namespaces").json["namespaces"] == []
    boss.get("/org/acme/", status=404)
    boss.get(ACME, status=404)


def test_a_form_is_not_shown_with_nothing_to_choose(owner):
    page = owner.get(f"{EGGS}transfer_organization_project/")
    assert "You manage no other organization that it could go to." in page.text
    assert "action" not in page.forms


def test_a_project_in_quarantine_goes_to_no_organization(boss, db, eggs):
    eggs.lifecycle_status = "quarantine-enter"
    db.commit()
    said = fill(boss, f"{ACME}projects/add/", project="eggs").text
    assert "Eggs is in quarantine, so nothing about it can be changed." in said
    assert owner_of(db, "eggs") is None
