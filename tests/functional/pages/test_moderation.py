"""The public log of moderation: off by default, and without persons."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from tests.factories.accounts import make_user
from tests.factories.packaging import make_project, make_release
from tests.fixtures.client import Client
from tests.functional.admin.acting import REASON, act
from warehouse.appeals.caching import MODERATION
from warehouse.purges.models import Purge

LOG = "/moderation/"


@pytest.fixture
def log_is_on(registry, monkeypatch):
    settings = registry.settings["warehouse"]
    staff = replace(settings.staff, moderation_log=True)
    monkeypatch.setitem(registry.settings, "warehouse", replace(settings, staff=staff))


@pytest.fixture
def admin(client, db):
    client.sign_in(make_user(db, "root", is_superuser=True))
    return client


@pytest.fixture
def eggs(db):
    project = make_project(db, "eggs", owner=make_user(db, "ada"))
    make_release(db, project, "1.0")
    return "/admin/projects/eggs/"


def rows(browser, path=LOG):
    found = browser.get(path).html.select("tbody tr")
    cells = [[cell.text.strip() for cell in row.select("td, th")] for row in found]
    return [tuple(row[1:]) for row in cells]


def test_there_is_no_log_unless_the_operator_wants_one(client):
    client.get(LOG, status=404)
    assert LOG not in client.get("/").text
    assert LOG not in client.get("/sitemap/").text


def test_the_log_says_what_was_done_and_names_nobody(log_is_on, admin, eggs, registry, db):
    visitor = Client(admin.app, registry)
    act(admin, f"{eggs}archive/").follow()
    act(admin, f"{eggs}release/1.0/quarantine/", cause="malware").follow()
    act(admin, f"{eggs}release/1.0/remove_from_quarantine/").follow()
    act(admin, f"{eggs}delete/", confirm_project_name="eggs", cause="law").follow()
    path = "/admin/prohibited_project_names/add/"
    form = act(admin, path, project="spam").forms["action"]
    form["confirm"] = True
    form.submit().follow()
    assert rows(visitor) == [
        ("spam", "name prohibited", ""),
        ("eggs", "removed", "law, or rights of others"),
        ("eggs 1.0", "out of quarantine", ""),
        ("eggs 1.0", "put into quarantine", "malware"),
    ]
    page = visitor.get(LOG).text
    assert [each for each in ("root", "ada", REASON) if each in page] == []
    assert LOG in visitor.get("/sitemap/").html.footer.decode()


def test_the_log_is_purged_when_something_is_added(admin, eggs, db):
    act(admin, f"{eggs}archive/").follow()
    assert not any(MODERATION in each.keys for each in db.scalars(select(Purge)))
    act(admin, f"{eggs}quarantine/").follow()
    assert any(MODERATION in each.keys for each in db.scalars(select(Purge)))


def test_pages_of_the_log_begin_at_a_place(log_is_on, admin, eggs, registry):
    visitor = Client(admin.app, registry)
    for _ in range(26):
        act(admin, f"{eggs}quarantine/").follow()
        act(admin, f"{eggs}remove_from_quarantine/").follow()
    page = visitor.get(LOG)
    older = page.click("Older")
    assert (len(rows(visitor)), len(rows(visitor, older.request.path_qs))) == (50, 2)
    assert older.click("Newest").request.path_qs == LOG
    visitor.get(LOG, params={"before": "x"}, status=400)
    nothing = "00000000-0000-0000-0000-000000000000"
    visitor.get(LOG, params={"before": nothing}, status=404)
