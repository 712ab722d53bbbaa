"""Checks of the storage in /admin: begun, stopped, gone on with, and what they found."""

from sqlalchemy import select

from tests.factories.accounts import make_user
from tests.factories.packaging import make_file, make_project, make_release
from tests.functional.admin.acting import act
from warehouse.integrity.models import StorageCheck


def test_a_check_says_what_is_missing_and_the_dashboard_too(admin, db):
    assert "never checked" in admin.get("/admin/storage/").text
    make_file(db, make_release(db, make_project(db)), "a-1.tar.gz")
    page = act(admin, "/admin/storage/check/", reads_bytes=True).follow()
    assert "found 1 missing, 0 damaged" in page.text
    page = page.click(href=str(db.scalars(select(StorageCheck.id)).one()))
    assert "It is not in the storage." in page.text
    assert "digests of every byte" in page.text
    assert "Files that are missing or damaged" in admin.get("/admin/").text


def test_a_check_is_stopped_and_goes_on(admin, db):
    check = StorageCheck(reads_bytes=False, position="f")
    db.add(check)
    db.commit()
    path = f"/admin/storage/{check.id}/"
    assert "runs already" in act(admin, "/admin/storage/check/").text
    assert "The check is stopped." in act(admin, f"{path}stop/").follow().text
    assert "stopped already" in act(admin, f"{path}stop/").text
    page = act(admin, f"{path}go_on/").follow()
    assert "The check goes on." in page.text
    assert "finished" in page.text
    admin.get("/admin/storage/nonsense/", status=404)


def test_moderators_have_no_business_here(client, db):
    client.sign_in(make_user(db, "mod", is_moderator=True))
    client.get("/admin/storage/", status=403)
