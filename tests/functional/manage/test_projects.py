"""The list of one's projects, and what owners do to a project as a whole."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from tests.factories.accounts import make_user
from tests.factories.packaging import make_project
from tests.functional.manage.test_releases import act
from warehouse.deletions.models import Deletion, DeletionKind
from warehouse.packaging.models import Role

EGGS = "/manage/project/eggs/"


def names(page):
    return [each.text for each in page.html.select("main h2")]


def test_projects_are_listed_with_the_role_that_leads_to_them(owner, maintainer, db, bob):
    assert "sole owner" in owner.get("/manage/projects/").text
    page = maintainer.get("/manage/projects/")
    assert "Maintainer: you upload, owners manage" in page.text
    assert page.html.select("main h2 a")[0]["href"] == "/project/Eggs/"
    make_project(db, "archive-of-old", owner=bob, lifecycle_status="archived")
    assert names(maintainer.get("/manage/projects/")) == [
        "Eggs",
        "Archived",
        "archive-of-old",
    ]
    assert names(maintainer.get("/manage/projects/?q=OLD")) == [
        "Archived",
        "archive-of-old",
    ]
    for query in ("nothing", "%00"):
        page = maintainer.get(f"/manage/projects/?q={query}nothing")
        assert "None of your projects" in page.text


def test_nobody_without_projects_stands_before_an_empty_page(browser, db):
    page = browser(make_user(db)).get("/manage/projects/")
    assert "You have no projects yet" in page.text


def test_the_list_costs_the_same_however_many_there_are(owner, statements, db, grace):
    def cost():
        statements.clear()
        owner.get("/manage/projects/")
        return len(statements)

    few = cost()
    for number in range(20):
        make_project(db, f"more-{number}", owner=grace)
    assert cost() == few


def test_a_project_is_archived_and_taken_out_again(owner):
    page = act(owner, f"{EGGS}archive/").follow()
    assert "Eggs is archived." in page.text
    assert owner.simple("eggs")["project-status"]["status"] == "archived"
    assert "it is “archived”" in act(owner, f"{EGGS}archive/").text
    act(owner, f"{EGGS}unarchive/").follow()
    assert owner.simple("eggs")["project-status"]["status"] == "active"


def test_a_deprecated_project_names_another(owner, db):
    make_project(db, "Spam", owner=make_user(db))
    said = act(owner, f"{EGGS}deprecate/", reason="Old", successor="nothing-like-it")
    assert "There is no other project “nothing-like-it”." in said.text
    assert (
        "There is no other project “eggs”."
        in act(owner, f"{EGGS}deprecate/", successor="eggs").text
    )
    act(owner, f"{EGGS}deprecate/", reason="Old", successor="spam").follow()
    status = owner.simple("eggs")["project-status"]
    assert status == {"status": "deprecated", "reason": "Old"}
    banner = owner.get("/project/Eggs/").html.select_one(".banner--deprecated")
    assert "Its owners recommend Spam instead." in " ".join(banner.text.split())
    act(owner, f"{EGGS}undeprecate/").follow()
    assert owner.simple("eggs")["project-status"] == {"status": "active"}


def test_a_deleted_project_is_restored_with_its_roles(owner, maintainer, db):
    page = owner.get(f"{EGGS}delete_project/")
    assert "2 releases go." in page.text
    page = act(owner, f"{EGGS}delete_project/", confirm_project_name="Eggs").follow()
    assert "Eggs is deleted." in page.text
    owner.get("/project/Eggs/", status=404)
    assert maintainer.get("/manage/deleted/").html.select("form[id^=restore]") == []
    page = owner.get("/manage/deleted/").forms["restore-1"].submit().follow()
    assert "Eggs is back." in page.text
    assert {role.role_name for role in db.query(Role)} == {"Owner", "Maintainer"}


def test_a_name_that_was_taken_meanwhile_is_said(owner, db):
    act(owner, f"{EGGS}delete_project/", confirm_project_name="Eggs").follow()
    make_project(db, "eggs", owner=make_user(db))
    page = owner.get("/manage/deleted/")
    assert "Somebody has made a project eggs meanwhile." in page.text


def test_maintainers_and_strangers_manage_nothing(maintainer, browser, db):
    stranger = browser(make_user(db))
    for who in (maintainer, stranger):
        for part in ("releases", "settings", "collaboration", "delete_project", "archive"):
            who.get(f"{EGGS}{part}/", status=403)
        who.get(f"{EGGS}release/2.0/yank/", status=403)


def deletion(number, eggs, grace):
    """The deletion of a project, a release or a file by its owner."""
    return Deletion(
        kind=DeletionKind(("project", "release", "file")[number % 3]),
        row_id=uuid4(),
        project_id=eggs.id if number % 3 else uuid4(),
        project_name="eggs" if number % 3 else f"gone-{number}",
        version=f"9.{number}",
        filename=f"eggs-9.{number}.tar.gz",
        kept_until=datetime.now(UTC) + timedelta(days=1),
        by_owner=True,
        owner_ids=[grace.id],
        releases=1,
        files=1,
    )


def test_deletions_have_pages_that_cost_the_same(owner, eggs, grace, db, statements):
    def cost(*numbers):
        db.add_all(deletion(each, eggs, grace) for each in numbers)
        db.commit()
        statements.clear()
        page = owner.get("/manage/deleted/")
        return len(statements), page

    few, _page = cost(0, 1, 2)
    many, page = cost(*range(3, 30))
    assert few == many
    assert len(page.html.select("main .cards__item")) == 25
    assert len(page.click("Older").html.select("main .cards__item")) == 5
    owner.get("/manage/deleted/?page=3", status=404)
