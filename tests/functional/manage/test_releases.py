"""Owners yank, delete and restore releases and files, and say what they mean."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select, update

from tests.factories.accounts import make_user
from tests.functional.admin.acting import act as staff_act
from warehouse.downloads.models import DownloadDay, Facet
from warehouse.flags.models import AdminFlag
from warehouse.packaging.models import JournalEntry

EGGS = "/manage/project/eggs/"
RELEASE = f"{EGGS}release/2.0/"
WHEEL = f"{RELEASE}file/eggs-2.0-py3-none-any.whl/"


def act(browser, path, **values):
    form = browser.get(path).forms["action"]
    for name, value in values.items():
        form[name] = value
    return form.submit()


def journal(db):
    return list(db.scalars(select(JournalEntry.action).order_by(JournalEntry.id)))


def yanked(browser):
    files = browser.simple("eggs")["files"]
    return {each["filename"]: each["yanked"] for each in files if "2.0" in each["filename"]}


def test_releases_and_files_say_how_often_installers_fetch_them(owner, eggs, db):
    day, name = datetime.now(UTC).date(), "eggs-2.0.tar.gz"
    for facet, value in ((Facet.VERSION, "2.0"), (Facet.FILE, name)):
        facts = {"facet": facet, "value": value, "count": 7}
        db.add(DownloadDay(project_id=eggs.id, day=day, **facts))
    db.commit()
    for path in (f"{EGGS}releases/", RELEASE):
        cards = owner.get(path).html.find_all("li", class_="cards__item")
        counts = ["7 downloads in 30 days" in each.text for each in cards]
        assert sorted(counts) == [False, True]


def test_a_release_is_yanked_explained_and_given_back(owner, db):
    assert "eggs-2.0.tar.gz" in owner.get(RELEASE).text
    page = act(owner, f"{RELEASE}yank/", yanked_reason="broken", confirm_yank_version="2.0")
    assert "Eggs 2.0 is yanked." in page.follow().text
    assert set(yanked(owner).values()) == {"broken"}
    page = owner.get(f"{RELEASE}yank/")
    assert page.forms["action"]["yanked_reason"].value == "broken"
    act(owner, f"{RELEASE}unyank/", confirm_unyank_version="2.0").follow()
    assert set(yanked(owner).values()) == {False}
    assert journal(db)[-2:] == ["yank release", "unyank release"]


def test_a_wrong_confirmation_is_answered_with_both_values(owner):
    page = act(owner, f"{RELEASE}yank/", yanked_reason="why", confirm_yank_version="2.1")
    assert "Type “2.0”, not “2.1”." in page.text
    assert page.forms["action"]["yanked_reason"].value == "why"
    assert "Type “2.0” to confirm." in act(owner, f"{RELEASE}delete/").text
    assert set(yanked(owner).values()) == {False}


def test_one_file_is_yanked_and_given_back(owner):
    page = act(owner, f"{WHEEL}yank/", yanked_reason="built wrong").follow()
    assert "eggs-2.0-py3-none-any.whl is yanked." in page.text
    assert yanked(owner)["eggs-2.0-py3-none-any.whl"] == "built wrong"
    assert yanked(owner)["eggs-2.0.tar.gz"] is False
    act(owner, f"{WHEEL}unyank/").follow()
    assert set(yanked(owner).values()) == {False}


def test_a_deleted_release_is_restored_with_its_files(owner, db):
    files = owner.simple("eggs")["files"]
    page = act(owner, f"{RELEASE}delete/", confirm_delete_version="2.0").follow()
    assert "Eggs 2.0 is deleted." in page.text
    assert yanked(owner) == {}
    page = owner.get("/manage/deleted/")
    assert "A release with 2 files" in page.text
    page = page.forms["restore-1"].submit().follow()
    assert "Eggs 2.0 is back." in page.text
    assert owner.simple("eggs")["files"] == files
    assert journal(db)[-2:] == ["remove release", "restore release"]


def test_one_file_is_deleted_and_restored(owner):
    page = act(owner, f"{WHEEL}delete/", confirm_project_name="Eggs").follow()
    assert "is deleted." in page.text
    assert set(yanked(owner)) == {"eggs-2.0.tar.gz"}
    owner.get("/manage/deleted/").forms["restore-1"].submit().follow()
    assert len(yanked(owner)) == 2


def test_a_file_belongs_to_the_release_of_its_address(owner):
    owner.get(f"{EGGS}release/1.0/file/eggs-2.0.tar.gz/yank/", status=404)
    owner.get(f"{RELEASE}file/nothing.whl/delete/", status=404)


@pytest.mark.parametrize(
    ("path", "values"),
    [
        (f"{RELEASE}delete/", {"confirm_delete_version": "2.0"}),
        (f"{WHEEL}delete/", {"confirm_project_name": "Eggs"}),
        (f"{EGGS}delete_project/", {"confirm_project_name": "Eggs"}),
    ],
)
def test_deleting_can_be_switched_off(owner, db, path, values):
    db.execute(
        update(AdminFlag).where(AdminFlag.id == "disallow-deletion").values(enabled=True)
    )
    db.commit()
    assert "Deleting is switched off" in act(owner, path, **values).text
    assert len(yanked(owner)) == 2


def test_a_release_in_quarantine_is_left_alone(owner, db, eggs):
    eggs.releases[0].lifecycle_status = "quarantine-enter"
    db.commit()
    assert "Yank" not in owner.get(RELEASE).html.select_one("main").text
    page = act(owner, f"{RELEASE}yank/", confirm_yank_version="2.0")
    assert "is in quarantine, so nothing about it can be changed" in page.text


def test_owners_do_not_restore_what_staff_deleted(owner, browser, db, eggs):

    root = browser(make_user(db, "root", is_superuser=True))
    path = "/admin/projects/eggs/release/2.0/delete/"
    staff_act(root, path, confirm_version="2.0").follow()
    assert owner.get("/manage/deleted/").html.select("form[id^=restore]") == []


def test_releases_are_listed_with_the_kinds_and_the_size_of_their_files(owner):
    sizes = [each["size"] for each in owner.simple("eggs")["files"]]
    page = owner.get("/manage/project/eggs/releases/")
    assert page.text.count(f"2 files (1 wheel), {sum(sizes) // 2} B") == 2
