"""Deletions are listed, and staff restore them."""

from sqlalchemy import select

from tests.factories.accounts import make_user
from tests.factories.organizations import give_namespace, make_organization
from tests.factories.packaging import make_file, make_project, make_release
from tests.functional.admin.acting import act
from warehouse.deletions.models import Deletion
from warehouse.events.models import StaffAction


def deleted(admin, db, name="eggs"):
    project = make_project(db, name, owner=make_user(db))
    make_file(db, make_release(db, project), f"{name}-1.0.tar.gz")
    page = act(
        admin, f"/admin/projects/{name}/delete/", confirm_project_name=name, reason="spam"
    )
    assert page.status_int == 303
    return db.scalars(select(Deletion)).one()


def test_a_deleted_project_is_listed_and_restored(admin, db):
    deletion = deleted(admin, db)
    assert not deletion.by_owner
    page = admin.get("/admin/deletions/?q=kind:project").click("eggs")
    assert "1 releases and 1 files are back" in page.text
    page = act(admin, page.request.path, reason="it was the wrong one").follow()
    assert "eggs is restored." in page.text
    assert admin.simple("eggs")["files"][0]["filename"] == "eggs-1.0.tar.gz"
    recorded = db.scalars(select(StaffAction).order_by(StaffAction.created)).all()[-1]
    assert (recorded.action, recorded.subject_name) == ("deletion.restore", "eggs")
    admin.get(f"/admin/deletions/{deletion.id}/", status=404)


def test_a_name_that_is_taken_is_said_before_and_after(admin, db):
    path = f"/admin/deletions/{deleted(admin, db).id}/"
    make_project(db, "eggs", owner=make_user(db))
    assert "This cannot be done now: Somebody has made" in admin.get(path).text
    assert "Somebody has made a project eggs" in act(admin, path).text


def test_moderators_see_deletions_and_restore_none(client, db):
    client.sign_in(make_user(db, "root", is_superuser=True))
    deleted(client, db)
    client.reset()
    client.sign_in(make_user(db, "mod", is_moderator=True))
    row = client.get("/admin/deletions/").html.select_one("tbody tr")
    assert ("eggs" in row.text, row.select("a")) == (True, [])
    client.get("/admin/deletions/00000000-0000-0000-0000-000000000000/", status=403)


def test_a_project_in_a_namespace_of_others_is_restored_and_not_owned(admin, db):
    path = f"/admin/deletions/{deleted(admin, db, 'foo-eggs').id}/"
    give_namespace(db, make_organization(db, "acme"), "foo")
    assert "foo-eggs is restored." in act(admin, path).follow().text
    assert admin.simple("foo-eggs")["namespaces"] == [{"name": "foo", "owned": False}]
