"""The releases of a project, chosen by Python, size and year."""

from datetime import UTC, datetime

import pytest

from tests.factories.packaging import make_file, make_project, make_release
from warehouse.packaging.models import LifecycleStatus

PAGE = "/project/Some.Thing/releases/"
MIB = 1024 * 1024
RELEASES = (
    ("1.0", 2019, ">=2.7", MIB, {}),
    ("2.0", 2020, ">=3.8,<3.12", MIB + 1, {"yanked": True, "yanked_reason": "<breaks>"}),
    ("2.1", 2020, "nonsense", 1, {"yanked": True}),
    ("3.0rc1", 2021, None, 200 * MIB, {}),
    ("4.0", 2021, ">=3.12", 1, {"lifecycle_status": LifecycleStatus.QUARANTINE_ENTER}),
)


@pytest.fixture
def project(db):
    project = make_project(db, "Some.Thing")
    for version, year, pythons, size, columns in RELEASES:
        release = make_release(
            db,
            project,
            version,
            created=datetime(year, 5, 1, tzinfo=UTC),
            requires_python=pythons,
            **columns,
        )
        make_file(db, release, f"some_thing-{version}.tar.gz", size=size)
    return project


def shown(page):
    return [each.text for each in page.html.select(".history span > a")]


@pytest.mark.parametrize(
    ("query", "versions"),
    [
        ("", ["3.0rc1", "2.1", "2.0", "1.0"]),
        ("python=&size=&year=", ["3.0rc1", "2.1", "2.0", "1.0"]),
        ("python=3.13", ["3.0rc1", "2.1", "1.0"]),
        ("size=1", ["2.1", "1.0"]),
        ("size=10", ["2.1", "2.0", "1.0"]),
        ("year=2020", ["2.1", "2.0"]),
        ("year=2020&python=3.12&size=100", ["2.1"]),
        ("year=2021&size=1", []),
    ],
)
def test_releases_are_all_that_was_chosen(client, project, query, versions):
    page = client.get(f"{PAGE}?{query}")
    assert shown(page) == versions
    assert ("No release is all of that." in page) is (not versions)


def test_a_yanked_release_says_why(client, project):
    page = client.get(PAGE).html
    reasons = [each.text for each in page.select(".history__item--yanked .history__reason")]
    assert "<breaks>" in reasons
    assert "No reason was given." in reasons


def test_the_choice_is_made_on_the_page_of_the_project(client, db, project):
    make_release(db, project, "0.1", created=datetime(2018, 1, 1, tzinfo=UTC))
    page = client.get("/project/Some.Thing/")
    form = next(each for each in page.forms.values() if "year" in each.fields)
    form["year"] = "2019"
    found = form.submit()
    assert shown(found) == ["1.0"]
    assert found.html.select_one("option[selected]").text == "2019"
    assert "1 release is chosen, of 5." in found.html.select_one("p.quiet").text


@pytest.mark.parametrize("query", ["python=2.7", "size=0", "year=2021%00", "year=%3Cb%3E"])
def test_a_choice_that_is_not_there_is_refused(client, project, query):
    assert "is nothing to choose here" in client.get(f"{PAGE}?{query}", status=400)


def test_a_project_in_quarantine_has_no_such_page(client, db, project):
    project.lifecycle_status = LifecycleStatus.QUARANTINE_ENTER
    db.commit()
    client.get(PAGE, status=404)


def test_statements_do_not_grow_with_releases(client, db, project, statements):
    for number in range(30):
        make_release(db, project, f"9.{number}")
    statements.clear()
    client.get(PAGE)
    assert len(statements) == 2


def test_a_page_shows_five_hundred_at_most(client, db, project):
    for number in range(501):
        make_release(db, project, f"9.{number}")
    page = client.get(PAGE)
    assert len(shown(page)) == 500
    assert "Only the first 500 are shown." in page
