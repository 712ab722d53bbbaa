"""The record and the public log name exactly what was done, and owners get mail of it."""

import re

import pytest
from sqlalchemy import select

from tests.factories.accounts import make_user
from tests.factories.observations import make_report
from tests.factories.packaging import make_file, make_project, make_release
from tests.functional.admin.acting import act
from warehouse.email.models import EmailMessage
from warehouse.events.models import StaffAction

EGGS = "/admin/projects/eggs/"
BOTH = {"versions.1.0": True, "versions.2.0": True}


@pytest.fixture
def project(db):
    project = make_project(db, "eggs", owner=make_user(db, "ada"))
    for version in ("1.0", "2.0", "3.0"):
        make_file(db, make_release(db, project, version), f"eggs-{version}.tar.gz")
    return project


@pytest.fixture
def reported(registry, db, project):
    return f"/admin/malware_reports/{make_report(registry, project, make_user(db))}/"


def rows(db):
    db.expire_all()
    found = select(StaffAction).order_by(StaffAction.created)
    return [(each.subject_name, each.log_entry) for each in db.scalars(found)]


def mails(db):
    return db.scalars(select(EmailMessage).order_by(EmailMessage.created)).all()


def links_in(mail):
    return re.findall(r"/account/appeal/\?token=\S+", mail.body)


def test_verdicts_on_releases_are_recorded_release_by_release(admin, db, reported):
    act(admin, f"{reported}quarantine_releases/", **BOTH).follow()
    assert rows(db) == [("eggs 2.0", "quarantined"), ("eggs 1.0", "quarantined")]
    [mail] = mails(db)
    assert "eggs 2.0, eggs 1.0 is in quarantine" in mail.subject
    assert len(links_in(mail)) == 2
    assert "They say why" not in mail.body
    path = f"{reported}remove_releases/"
    act(admin, path, confirm_project_name="eggs", **BOTH).follow()
    assert rows(db)[2:] == [("eggs 2.0", "removed"), ("eggs 1.0", "removed")]
    assert admin.get(EGGS).text.count("report.remove_releases") == 2


def test_a_file_that_is_deleted_is_named(admin, db, project):
    path = f"{EGGS}release/1.0/delete_file/"
    act(admin, path, confirm_project_name="eggs").follow()
    assert rows(db) == [("eggs-1.0.tar.gz", "removed")]


def test_an_observation_is_in_no_log(admin, db, project):
    act(admin, f"{EGGS}release/1.0/add_release_observation/", summary="Odd.").follow()
    assert rows(db) == [("eggs 1.0", None)]
    assert mails(db) == []


def test_a_project_that_is_gone_is_not_removed_again(admin, db, reported):
    for _ in range(2):
        act(admin, f"{reported}remove_malware/", confirm_project_name="eggs").follow()
    assert rows(db) == [("eggs", "removed"), ("eggs", None)]
    [mail] = mails(db)
    assert len(links_in(mail)) == 1


def test_owners_of_a_project_whose_name_is_prohibited_get_mail(admin, db, project):
    page = act(admin, "/admin/prohibited_project_names/add/", project="eggs")
    page.forms["action"]["confirm"] = True
    page.forms["action"].submit().follow()
    [mail] = mails(db)
    assert "eggs was removed" in mail.subject
    assert len(links_in(mail)) == 1


def test_many_projects_in_quarantine_are_many_mails_with_links(admin, db, project):
    form = admin.get("/admin/projects/?q=eggs").forms["bulk"]
    form["all"] = True
    form = form.submit("operation", value="project.quarantine").follow().forms["start"]
    form["reason"], form["count"] = "spam", "1"
    form.submit().follow()
    [mail] = mails(db)
    assert "suspended" in mail.body
    assert len(links_in(mail)) == 1


def test_a_quarantine_without_a_person_is_a_mail_with_a_link(registry, db, project):
    make_report(registry, project, make_user(db, "trusted", is_observer=True))
    [mail] = mails(db)
    assert "suspended" in mail.body
    assert len(links_in(mail)) == 1
