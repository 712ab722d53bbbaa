"""Panels of staff on public pages, which nobody else gets."""

import pytest

from tests.factories.accounts import make_user
from tests.factories.observations import make_report
from tests.factories.organizations import make_organization
from tests.factories.packaging import make_project, make_release
from tests.functional.admin.acting import REASON

AUTHED = "/_includes/authed"
PANELS = {
    f"{AUTHED}/administer-project-include/eggs": "/project/eggs/",
    f"{AUTHED}/administer-user-include/owner": "/user/owner/",
    f"{AUTHED}/administer-organization-include/acme": "/org/acme/",
}


@pytest.fixture(autouse=True)
def project(db):
    """A project of a person, and an organization."""
    found = make_project(db, "eggs", owner=make_user(db, "owner"))
    make_release(db, found, "1.0")
    make_organization(db, "acme")
    return found


@pytest.mark.parametrize("path", PANELS)
def test_a_panel_is_empty_for_strangers_and_forbidden_to_people(
    client, db, statements, path
):
    statements.clear()
    answer = client.get(path)
    assert (answer.status_int, answer.body, statements) == (200, b"", [])
    client.sign_in(make_user(db, "somebody"))
    assert client.get(path, status=403).body == b""
    quiet = client.get(path, headers={"Prefer": "return=minimal"}, status=204)
    assert {"private", "no-store"} <= set(quiet.headers["Cache-Control"].split(", "))
    client.reset()
    client.sign_in(make_user(db, "editor", is_psf_staff=True))
    client.get(path, status=403)


@pytest.mark.parametrize(("path", "page"), PANELS.items())
def test_public_pages_ask_for_their_panel_and_are_the_same_for_staff(
    client, db, path, page
):
    anonymous = client.get(page)
    place = anonymous.html.find(attrs={"data-include": path})
    assert (place["data-include-for"], place.contents) == ("staff", [])
    client.sign_in(make_user(db, "root", is_superuser=True))
    assert client.get(page).body == anonymous.body


def test_only_to_staff_the_menu_says_so(client, db):
    path = f"{AUTHED}/current-user-indicator/"
    assert client.get(path).html.select("[data-reader]") == []
    client.sign_in(make_user(db, "somebody"))
    assert client.get(path).html.select("[data-reader]") == []
    client.reset()
    client.sign_in(make_user(db, "mod", is_moderator=True))
    assert client.get(path).html.select_one("[data-reader]")["data-reader"] == "staff"


@pytest.mark.parametrize("path", PANELS)
def test_an_unknown_thing_has_no_panel(admin, path):
    admin.get(f"{path}-not", status=404)


def test_moderators_see_the_state_and_set_limits_where_they_are(client, db, project):
    client.sign_in(make_user(db, "mod", is_moderator=True))
    path = next(iter(PANELS))
    form = next(
        form
        for form in client.get(path).forms.values()
        if form.action.endswith("set_upload_limit/")
    )
    form["upload_limit"], form["reason"] = "300", REASON
    assert form.submit().follow().request.path == "/admin/projects/eggs/"
    panel = client.get(path).html
    assert panel.select_one("[name=upload_limit]")["value"] == "300"
    assert f"project.set_upload_limit: {REASON}" in panel.text
    offered = [each["href"] for each in panel.select(".actions a")]
    assert offered == ["/admin/projects/eggs/add_project_observation/"]


def test_open_reports_are_counted_and_shown(admin, db, registry, project):
    make_report(registry, project, make_user(db, "eve"), summary="<b>steals</b>")
    panel = admin.get(next(iter(PANELS)))
    assert panel.html.summary.select_one(".badge").text == "1 open"
    assert "<b>steals</b>" in panel.html.text
    panel.click("Reports of malware").mustcontain("steals")
    for _ in range(6):
        make_report(registry, project, make_user(db))
    panel = admin.get(next(iter(PANELS)))
    assert panel.html.summary.select_one(".badge").text == "7 open"


def test_a_panel_costs_few_statements(admin, statements):
    for path in PANELS:
        statements.clear()
        admin.get(path)
        assert len(statements) <= 12, path
