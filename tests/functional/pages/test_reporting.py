"""Reporting a project as malware from its page."""

import pytest
from sqlalchemy import select

from tests.factories.accounts import make_user
from tests.factories.packaging import make_project, make_release
from warehouse.observations.models import ProjectObservation

PATH = "/project/eggs/submit-malware-report/"
LINK = "https://inspector.pypi.io/project/eggs/1.0/"


@pytest.fixture
def project(db):
    project = make_project(db, "eggs")
    make_release(db, project)
    return project


@pytest.fixture
def reporter(client, db, project):
    """A browser in which somebody is signed in."""
    client.sign_in(make_user(db, "eve"))
    return client


def report(client, *, summary="It steals keys.", link="", status=None):
    form = client.get(PATH).forms["report"]
    form["summary"], form["inspector_link"] = summary, link
    return form.submit(status=status)


def kept(db):
    return list(db.scalars(select(ProjectObservation)))


def test_a_report_is_sent_from_the_page_of_the_project(reporter, db):
    page = reporter.get("/project/eggs/").click("Report this project as malware")
    form = page.forms["report"]
    form["summary"] = "It steals keys."
    answer = form.submit(status=303)
    assert answer.location.endswith("/project/eggs/")
    flashes = reporter.get("/_includes/unauthed/flash-messages/").text
    assert "Thank you." in flashes
    [row] = kept(db)
    assert (row.kind, row.related_name) == ("is_malware", "eggs")
    assert row.payload == {
        "inspector_url": "",
        "origin": "web",
        "summary": "It steals keys.",
    }


def test_people_who_are_signed_out_sign_in_first(client, project):
    answer = client.get(PATH, status=303)
    assert "/account/login/?next=" in answer.location


def test_the_address_fills_the_form(reporter):
    form = reporter.get(f"{PATH}?summary=It+steals&inspector_link={LINK}").forms["report"]
    assert form["summary"].value == "It steals"
    assert form["inspector_link"].value == LINK


@pytest.mark.parametrize(
    ("summary", "link", "said"),
    [
        ("", "", "Say what you found."),
        ("too short", "", "Write 10 to 2000 characters."),
        ("x" * 2001, "", "Write 10 to 2000 characters."),
        ("<script>alert(1)</script>", "", "Write plain text without HTML tags."),
        ("nul nul nul\0", "", "Write plain text without HTML tags."),
        ("It steals keys.", "https://evil.example/", "The link must begin with"),
        ("It steals keys.", "javascript:alert(1)", "The link must begin with"),
        ("It steals keys.", LINK + "x" * 2000, "at most 2000 characters"),
    ],
)
def test_a_report_that_makes_no_sense_comes_back(reporter, db, summary, link, said):
    page = report(reporter, summary=summary, link=link, status=200)
    assert said in page.text
    assert kept(db) == []


def test_reports_are_limited_but_not_those_of_trusted_reporters(client, db, project):
    trusted, eve = make_user(db, is_observer=True), make_user(db)
    client.sign_in(eve)
    for _ in range(20):
        report(client, status=303)
    assert "You have reported a lot." in report(client, status=429).text
    client.reset()
    client.sign_in(trusted)
    report(client, link=LINK, status=303)
    assert len(kept(db)) == 21
