"""Staff see views, try another rule before it holds, and find who changed what why."""

import pytest
from sqlalchemy import select

from tests.factories.accounts import make_user
from tests.factories.packaging import make_file, make_project, make_release
from tests.factories.upstreams import make_upstream_project
from tests.factories.views import change_view, make_view
from tests.functional.admin.acting import act
from warehouse.events.models import StaffAction
from warehouse.index_views.models import (
    IndexView,
    IndexViewPin,
    IndexViewPinRefusal,
    IndexViewVersion,
)
from warehouse.upstreams.models import UpstreamFile

EDIT = "/admin/views/stable/edit/"


@pytest.fixture
def published(db):
    """A project with a wheel and an sdist."""
    release = make_release(db, make_project(db, "eggs"), "1.0")
    make_file(db, release, "eggs-1.0.tar.gz")
    make_file(db, release, "eggs-1.0-py3-none-any.whl")


def fill(browser, path, **values):
    form = browser.get(path).forms["action"]
    for name, value in values.items():
        form[name] = value
    return form.submit()


def confirm(page):
    form = page.forms["action"]
    form["confirm"] = True
    return form.submit()


def test_a_view_is_made_after_a_preview(admin, db, published):
    page = fill(
        admin,
        "/admin/new-view/",
        name="stable",
        document="only-wheels = true",
        reason="for builds",
    )
    assert "It shows 1 of 2 files." in page.text
    assert "eggs: hides eggs-1.0.tar.gz." in page.text
    assert db.scalars(select(IndexView)).all() == []
    assert "The view stable is made." in confirm(page).follow().text
    [action] = db.scalars(select(StaffAction))
    assert (action.action, action.reason) == ("view.create", "for builds")
    assert "stable" in admin.get("/admin/views/").text


def test_another_rule_is_previewed_and_keeps_the_former(admin, db, published):
    make_view(db, "stable", "only-wheels = true\n")
    page = fill(admin, EDIT, document="yanked = false\r\n", reason="more")
    assert "eggs: shows eggs-1.0.tar.gz." in page.text
    shown = confirm(page).follow()
    assert "The view stable has version 2." in shown.text
    for text in ("only-wheels = true", "yanked = false", "root", "more"):
        assert text in shown.text
    newest = db.scalar(
        select(IndexViewVersion.document).where(IndexViewVersion.number == 2)
    )
    assert newest == "yanked = false\n"


def test_a_rule_that_is_wrong_is_refused_with_all_that_is_wrong(admin, db, published):
    make_view(db, "stable")
    page = fill(admin, EDIT, document="cooldown-dais = 7", reason="x")
    assert "Did you mean &#39;cooldown-days&#39;?" in page.text
    page = fill(admin, "/admin/new-view/", name="Not One", document="", reason="x")
    assert "cannot be the name of a view" in confirm(page).text


def test_nobody_overwrites_a_rule_that_they_have_not_seen(admin, db, published):
    view = make_view(db, "stable")
    page = fill(admin, EDIT, document="yanked = false", reason="x")
    change_view(db, view, "only-wheels = true\n")
    assert "was changed meanwhile" in confirm(page).text


def test_long_changes_are_cut(admin, db):
    for number in range(32):
        release = make_release(db, make_project(db, f"p{number}"), "1.0")
        make_file(db, release, f"p{number}-1.0.tar.gz")
    make_view(db, "stable")
    page = fill(admin, EDIT, document="only-wheels = true", reason="x")
    assert "So would files of 2 more projects." in page.text


def test_files_that_a_view_keeps_are_released_with_a_reason(admin, db):
    view = make_view(db, "stable", "keep-files = true\n")
    make_upstream_project(db, "abroad", "abroad-1.0.tar.gz", "abroad-2.0.tar.gz")
    one, two = db.scalars(select(UpstreamFile.id).order_by(UpstreamFile.id))
    db.add(IndexViewPin(view_id=view.id, file_id=one, has_file=True))
    db.add(IndexViewPin(view_id=view.id, file_id=two, has_file=False))
    refused = {"view_id": view.id, "filename": "vast.whl", "size": 2**50}
    db.add(IndexViewPinRefusal(**refused))
    db.commit()
    page = admin.get("/admin/views/stable/").text
    assert "Files: 1; of others the metadata alone: 1; together 1.0 kB." in page
    assert "of 8.1 GB that they may" in page
    assert "there was no room for all" in page
    assert "Views that cannot keep more files" in admin.get("/admin/").text
    path = "/admin/views/stable/release-files/"
    shown = act(admin, path, reason="the disk is full").follow()
    assert "Files: 0" in shown.text
    assert "there was no room" not in shown.text
    [action] = db.scalars(select(StaffAction))
    assert (action.action, action.reason) == ("view.release-files", "the disk is full")
    assert action.before == {"files": 1, "metadata": 1, "size": 1024}
    assert action.after == {"files": 0, "metadata": 0, "size": 0}


def test_a_view_is_deleted_by_its_name_and_the_record_has_its_rule(admin, db):
    view = make_view(db, "stable", "only-wheels = true\n")
    make_upstream_project(db, "abroad", "abroad-1.0.tar.gz")
    key = db.scalar(select(UpstreamFile.id))
    db.add(IndexViewPin(view_id=view.id, file_id=key, has_file=True))
    db.commit()
    path = "/admin/views/stable/delete/"
    assert "Files of other indexes that it keeps no more: 1" in admin.get(path).text
    assert "Type “stable”, not “other”." in act(admin, path, view="other").text
    assert admin.get("/views/stable/simple/").status_int == 200
    shown = act(admin, path, view="stable").follow()
    assert "The view stable is deleted." in shown.text
    for model in (IndexView, IndexViewVersion, IndexViewPin):
        assert db.scalars(select(model)).all() == []
    [action] = db.scalars(select(StaffAction))
    assert action.before == {"version": 1, "document": "only-wheels = true\n"}
    assert (action.action, action.after) == ("view.delete", {})
    admin.get("/views/stable/simple/", status=404)


def test_moderators_see_views_and_do_not_change_them(client, db):
    client.sign_in(make_user(db, "mod", is_moderator=True))
    make_view(db, "stable")
    assert "Change the rule" not in client.get("/admin/views/stable/").text
    client.get(EDIT, status=403)
    client.get("/admin/views/stable/release-files/", status=403)
    client.get("/admin/views/nope/", status=404)


def test_a_view_that_is_not_there_cannot_be_changed(admin):
    admin.get("/admin/views/nope/edit/", status=404)
