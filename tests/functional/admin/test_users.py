"""Accounts in the hands of staff: appointed, frozen, removed, helped, seen."""

import pytest
from sqlalchemy import select

from tests.factories.accounts import make_user
from tests.factories.organizations import make_organization
from tests.factories.packaging import make_file, make_project, make_release
from tests.functional.admin.acting import act
from tests.functional.login.factors import give_codes, give_totp
from warehouse.accounts.models import ProhibitedEmailDomain, ProhibitedUserName, User
from warehouse.accounts.shared_domains import is_shared
from warehouse.email.models import EmailMessage
from warehouse.events.models import StaffAction, UserEvent
from warehouse.packaging.models import JournalEntry, Project, Role


def of_mail(db):
    return {(each.recipient, each.subject) for each in db.scalars(select(EmailMessage))}


def test_an_administrator_appoints_staff(admin, db):
    ada = make_user(db, "ada")
    act(admin, "/admin/users/ada/edit/", is_moderator=True, name="Ada").follow()
    db.expire_all()
    assert (ada.is_moderator, ada.is_superuser, ada.name) == (True, False, "Ada")
    [event] = db.scalars(select(UserEvent).where(UserEvent.tag == "account:staff:change"))
    assert event.additional["changed"] == {"is_moderator": True}


def test_the_last_administrator_stays(admin, db):
    page = act(admin, "/admin/users/root/edit/", is_superuser=False)
    assert "There is no other administrator." in page.text
    make_user(db, "other", is_superuser=True)
    act(admin, "/admin/users/root/edit/", is_superuser=False)
    db.expire_all()
    assert [
        each.username for each in db.scalars(select(User).filter_by(is_superuser=True))
    ] == ["other"]


def test_freezing_prohibits_only_domains_that_are_ticked(admin, db):
    user = make_user(db, "sly")
    user.emails[0].email = "sly@gmail.com"
    db.commit()
    page = admin.get("/admin/users/sly/freeze/")
    assert "gmail.com is used by many people" in page.text
    act(admin, "/admin/users/sly/freeze/", username="sly").follow()
    make_user(db, "spam")
    ticked = {"domains.example.com": True}
    act(admin, "/admin/users/spam/freeze/", username="spam", **ticked).follow()
    assert [each.domain for each in db.scalars(select(ProhibitedEmailDomain))] == [
        "example.com"
    ]


@pytest.mark.parametrize("domain", ["gmail.com", "mail.gmail.com", "com", "yahoo.co.uk"])
def test_providers_for_everybody_are_known(domain):
    assert is_shared(domain)
    assert not is_shared("example.com")


def test_removing_deletes_what_nobody_else_owns(admin, db):
    sly, ada = make_user(db, "sly"), make_user(db, "ada")
    make_file(db, make_release(db, make_project(db, "spam", owner=sly)), "spam-1.0.tar.gz")
    shared, other, third = (
        make_project(db, each, owner=sly) for each in ("shared", "pair", "third")
    )
    both = (shared, other, third)
    db.add_all(Role(project=each, user=ada, role_name="Owner") for each in both)
    organization = make_organization(db, "gang", owner=sly)
    db.commit()
    page = admin.get("/admin/users/sly/delete/").text
    assert "spam: releases: 1; files: 1; other projects that require it: 0." in page
    assert "The organization gang is deactivated." in page
    ticked = {f"projects.{each.id}": True for each in (other, third)}
    act(admin, "/admin/users/sly/delete/", username="sly", **ticked).follow()
    db.expire_all()
    assert db.scalars(select(Project.name)).all() == ["shared"]
    assert db.scalar(select(User).filter_by(username="sly")) is None
    assert db.scalars(select(ProhibitedUserName.comment)).all() == ["nuked"]
    assert not organization.is_active
    removed = select(JournalEntry).where(JournalEntry.action == "remove project")
    assert {each.name for each in db.scalars(removed)} == {"spam", "pair", "third"}
    assert of_mail(db) == set()


def test_a_password_is_reset_and_its_owner_told(admin, db):
    ada = make_user(db, "ada")
    act(admin, "/admin/users/ada/reset_password/", username="ada").follow()
    db.expire_all()
    assert ada.disabled_for == "admin initiated"
    [(recipient, subject)] = of_mail(db)
    assert recipient == "ada@example.com"
    assert "The administrators reset your password" in subject


def test_addresses_are_added_chosen_and_removed(admin, db):
    ada = make_user(db, "ada")
    act(
        admin, "/admin/users/ada/add_email/", email="new@example.org", verified=True
    ).follow()
    assert {recipient for recipient, _ in of_mail(db)} == {"ada@example.com"}
    path = "/admin/users/ada/emails/"
    unticked = {"verified.ada@example.com": False}
    act(admin, path, primary="new@example.org", **unticked).follow()
    act(admin, "/admin/users/ada/delete_email/", email="ada@example.com").follow()
    db.expire_all()
    [email] = ada.emails
    assert (email.email, email.primary, email.verified) == ("new@example.org", True, True)
    page = act(admin, "/admin/users/ada/add_email/", email="root@example.com")
    assert "belongs to an account already" in page.text


def test_files_and_export_of_an_account_are_data(admin, db):
    ada = make_user(db, "ada")
    release = make_release(db, make_project(db, "eggs", owner=ada))
    make_file(db, release, "eggs-1.0.tar.gz")
    found = admin.get("/admin/users/ada/files/").json
    assert (found["file_count"], found["files"][0]["project"]) == (1, "eggs")
    assert act(admin, "/admin/users/ada/export/").content_type == "application/zip"
    [row] = db.scalars(select(StaffAction))
    assert (row.action, row.subject_name) == ("user.export", "ada")


def test_all_projects_of_an_account_are_hidden_and_shown(admin, db):
    project = make_project(db, "eggs", owner=make_user(db, "ada"))
    act(admin, "/admin/users/ada/quarantine_projects/", username="ada").follow()
    db.expire_all()
    assert project.is_quarantined
    act(admin, "/admin/users/ada/clear_quarantine_projects/", username="ada").follow()
    db.expire_all()
    assert not project.is_quarantined


def test_the_page_of_a_full_account_asks_few_statements(admin, db, statements):
    ada = make_user(db, "ada")
    for number in range(3):
        make_project(db, f"eggs{number}", owner=ada)
    give_totp(db, ada)
    give_codes(db, ada, "0" * 16, "1" * 16)
    make_organization(db, "acme", owner=ada)
    admin.token(ada)
    assert "Recovery codes left" in admin.get("/admin/users/ada/").text
    statements.clear()
    admin.get("/admin/users/ada/")
    assert len(statements) <= 13, "\n\n".join(statements)
