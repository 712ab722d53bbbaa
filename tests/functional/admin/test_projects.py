"""Projects, releases and files in the hands of staff."""

from sqlalchemy import select

from tests.factories.accounts import make_user
from tests.factories.packaging import make_file, make_project, make_release
from tests.fixtures.client import Client
from tests.functional.admin.acting import REASON, act
from warehouse.email.models import EmailMessage
from warehouse.events.models import ProjectEvent, StaffAction, UserEvent
from warehouse.events.queries import published_action, published_actions
from warehouse.packaging.models import File, Filename, JournalEntry, Project, Release, Role

EGGS = "/admin/projects/eggs/"


def make_eggs(db, **columns):
    project = make_project(db, "eggs", owner=make_user(db, "ada"))
    release = make_release(db, project, "1.0", **columns)
    make_file(db, release, "eggs-1.0.tar.gz")
    return project


def tags(db, kind):
    return {each.tag for each in db.scalars(select(kind))}


def test_roles_are_given_and_taken(admin, db):
    project = make_eggs(db)
    make_user(db, "bob")
    path = f"{EGGS}add_role/"
    act(admin, path, username="bob", role_name="Maintainer").follow()
    page = act(admin, path, username="bob", role_name="Owner")
    assert "bob is Maintainer of eggs already." in page.text
    assert "no user named “eve”" in act(admin, path, username="eve").text
    [role] = [each for each in db.scalars(select(Role)) if each.user.username == "bob"]
    path = f"{EGGS}delete_role/{role.id}/"
    assert "Type “bob”, not “ada”." in act(admin, path, username="ada").text
    act(admin, path, username="bob").follow()
    assert {"account:role:add", "account:role:remove"} <= tags(db, UserEvent)
    actions = {each.action for each in db.scalars(select(JournalEntry))}
    assert {"add Maintainer bob", "remove Maintainer bob"} <= actions
    db.refresh(project)
    assert [each.user.username for each in project.roles] == ["ada"]


def test_a_project_is_deleted_after_its_preview(admin, db):
    make_eggs(db)
    page = admin.get(f"{EGGS}delete/").text
    assert "eggs: releases: 1; files: 1; other projects that require it: 0." in page
    assert "Type “eggs”" in act(admin, f"{EGGS}delete/", confirm_project_name="egg").text
    answer = act(admin, f"{EGGS}delete/", confirm_project_name="eggs")
    assert answer.location.endswith("/admin/projects/")
    assert db.scalars(select(Project)).all() == []
    assert db.scalars(select(Filename.filename)).all() == ["eggs-1.0.tar.gz"]
    [row] = db.scalars(select(StaffAction))
    assert (row.before["releases"], row.before["roles"], row.after) == (
        1,
        {"ada": "Owner"},
        {},
    )


def test_a_release_is_deleted_and_its_people_told_why(admin, db):
    make_eggs(db, lifecycle_status="quarantine-enter")
    page = admin.get(f"{EGGS}release/1.0/").text
    assert "eggs-1.0.tar.gz" in page
    act(
        *(admin, f"{EGGS}release/1.0/delete/"),
        confirm_version="1.0",
        notice="steals",
    ).follow()
    assert db.scalars(select(Release)).all() == []
    [mail] = db.scalars(select(EmailMessage))
    assert (mail.recipient, "steals" in mail.body) == ("ada@example.com", True)
    assert REASON not in mail.body
    [event] = db.scalars(select(ProjectEvent).filter_by(tag="project:release:remove"))
    assert event.additional["reason"] == "steals"


def test_a_file_is_deleted_and_its_release_stays(admin, db):
    make_eggs(db)
    path = f"{EGGS}release/1.0/delete_file/"
    assert "Type “eggs”" in act(admin, path, confirm_project_name="").text
    act(admin, path, confirm_project_name="eggs").follow()
    assert db.scalars(select(File)).all() == []
    assert len(db.scalars(select(Release)).all()) == 1
    [mail] = db.scalars(select(EmailMessage))
    assert "eggs-1.0.tar.gz" in mail.body


def test_nothing_is_found_that_does_not_exist(admin, db):
    make_eggs(db)
    for path in ("release/2.0/", "release/2.0/delete/", "delete_role/7/"):
        admin.get(f"{EGGS}{path}", status=404)


def test_a_project_is_made_private_and_public_on_record(admin, client, db):
    project = make_eggs(db)
    act(admin, f"{EGGS}make_private/").follow()
    anybody = Client(client.app, client.registry)
    assert anybody.get("/project/eggs/", status=404)
    assert "Nothing was changed" in act(admin, f"{EGGS}make_private/").text
    assert "Make public" in admin.get(EGGS).text
    act(admin, f"{EGGS}make_public/").follow()
    assert "Nothing was changed" in act(admin, f"{EGGS}make_public/").text
    assert anybody.get("/project/eggs/")
    rows = db.scalars(select(StaffAction).order_by(StaffAction.created)).all()
    assert [each.after for each in rows] == [{"is_private": True}, {"is_private": False}]
    db.refresh(project)
    assert {"project:privacy:private", "project:privacy:public"} <= tags(db, ProjectEvent)


def test_the_public_log_has_nothing_of_a_private_project(admin, db):
    make_eggs(db)
    act(admin, f"{EGGS}make_private/")
    act(admin, f"{EGGS}quarantine/")
    [row] = db.scalars(select(StaffAction).where(StaffAction.log_entry.is_not(None)))
    assert row.is_private
    assert published_actions(db, limit=10) == []
    assert published_action(db, row.id) is None
