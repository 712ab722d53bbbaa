"""Observations of staff, figures about all of them, and one observer."""

import pytest
from sqlalchemy import select

from tests.factories.accounts import make_user
from tests.factories.observations import make_report
from tests.factories.packaging import make_project, make_release
from tests.functional.admin.acting import act
from warehouse.observations.models import ReleaseObservation


@pytest.fixture
def moderator(client, db):
    """A browser in which a moderator is signed in."""
    client.sign_in(make_user(db, "mod", is_moderator=True))
    return client


def cells(page):
    rows = page.html.select("tbody tr")
    return [[cell.text.strip() for cell in row.select("th, td")] for row in rows]


def test_an_observation_about_a_release_is_kept_and_shown(moderator, db):
    make_release(db, make_project(db, "eggs"), "1.0")
    path = "/admin/projects/eggs/release/1.0/"
    kept = {"kind": "is_spam", "summary": "sells casinos"}
    answer = act(moderator, f"{path}add_release_observation/", **kept)
    page = answer.follow()
    assert page.request.path == path
    assert "sells casinos" in page.html.select_one(".plain-list").text
    row = db.scalars(select(ReleaseObservation)).one()
    assert (row.kind, row.related_name, row.payload["origin"]) == (
        *("is_spam", "eggs 1.0"),
        "admin",
    )


def test_figures_lead_to_what_was_observed_and_by_whom(moderator, db, registry):
    eve, project = make_user(db, "eve"), make_project(db, "eggs")
    make_report(registry, project, eve)
    make_report(registry, project, eve, kind="is_spam")
    page = moderator.get("/admin/observations/insights/")
    assert "2 in 30 days" in page.html.figure.find_next("summary").text
    rows = cells(page)
    assert ["is_malware", "1", "1", ""] in rows
    assert ["eve", "2"] in rows
    one = page.click("eve")
    assert ["90 days", "0", "0", "1", "\N{EN DASH}"] in cells(one)
    [report] = one.html.select(".plain-list a")
    assert "It steals keys." in one.goto(report["href"]).text


def test_without_observations_the_page_of_figures_says_so(moderator):
    assert "None in the last 30 days." in moderator.get("/admin/observations/insights/")


def test_the_accuracy_of_one_observer_is_that_of_the_verdicts(moderator, db, registry):
    eve = make_user(db, "eve")
    for number in range(2):
        key = make_report(registry, make_project(db, f"eggs{number}"), eve)
    act(moderator, f"/admin/malware_reports/{key}/not_malware/")
    page = moderator.get("/admin/observers/reputation/").click(href="reputation/.")
    assert ["30 days", "0", "1", "1", "0 %"] in cells(page)
    assert "verdict_not_malware" in page.text


@pytest.mark.parametrize("key", ["7", "00000000-0000-0000-0000-000000000007"])
def test_an_unknown_observer_has_no_page(moderator, key):
    moderator.get(f"/admin/observers/reputation/{key}/", status=404)
