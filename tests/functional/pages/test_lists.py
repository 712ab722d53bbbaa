"""The front page and profiles list each project once, with the release it is shown by."""

from datetime import UTC, datetime

import pytest

from tests.factories.accounts import make_user
from tests.factories.packaging import make_file, make_project, make_release
from warehouse.packaging.models import LifecycleStatus, RowCount
from warehouse.packaging.queries import counts

HIDDEN = LifecycleStatus.QUARANTINE_ENTER


def day(number):
    return datetime(2024, 1, number, tzinfo=UTC)


@pytest.fixture
def projects(db):
    """Three projects; every release after their best one is none to be shown by."""
    alice = make_user(db, "alice")
    made = [make_project(db, name, owner=alice) for name in ("one", "two", "early")]
    one, two, early = made
    for version, when, columns in [
        ("1.0", 1, {}),
        ("2.0", 2, {}),
        ("3.0rc1", 3, {}),
        ("3.0", 4, {"yanked": True}),
        ("4.0", 5, {"lifecycle_status": HIDDEN}),
    ]:
        make_release(db, one, version, created=day(when), **columns)
    make_release(db, two, "2.0", created=day(7), ordering=10_000)
    make_release(db, two, "1.9.1", created=day(8), ordering=9_999)
    make_release(db, early, "1.0a1", created=day(1))
    make_release(db, early, "1.0a2", created=day(6))
    make_release(db, make_project(db, "gone"), "1.0", yanked=True)
    return made


def listed(section):
    """Name, version and badges of each entry."""
    return [
        " ".join(each.select_one(".listing__line").text.split())
        for each in section.select(".listing__item")
    ]


@pytest.mark.parametrize(
    ("path", "heading"), [("/", "new"), ("/", "updated"), ("/user/alice/", "projects")]
)
def test_each_project_once_with_what_it_is_shown_by(client, projects, path, heading):
    page = client.get(path).html
    section = page.find("section", {"aria-labelledby": heading})
    expected = {"two 2.0", "early 1.0a2 pre-release", "one 2.0"}
    assert sorted(each for each in listed(section) if "gone" not in each) == sorted(
        expected
    )


def test_the_newest_of_what_is_shown_comes_first(client, projects):
    page = client.get("/").html
    updated = page.find("section", {"aria-labelledby": "updated"})
    assert [each.split()[0] for each in listed(updated)] == ["two", "early", "one"]


def test_figures_fit_what_is_listed(client, db, projects):
    db.query(RowCount).delete()
    db.add(RowCount(table_name="projects", count=0))
    db.commit()
    make_file(db, projects[0].releases[0], "one-1.0.tar.gz")
    assert counts(db) == {"projects": 4, "releases": 10, "release_files": 1, "users": 1}
    figures = client.get("/").html.select_one(".figures")
    assert [each.text for each in figures.select("li")] == [
        *("4 Projects", "10 Releases", "1 Files", "1 People"),
    ]


def test_many_are_as_last_counted(db, projects):
    db.query(RowCount).delete()
    db.add(RowCount(table_name="projects", count=7_000_000))
    db.commit()
    assert counts(db)["projects"] == 7_000_000
