"""Members read what happens to an organization in a feed of their own."""

import pytest

from tests.factories.accounts import make_user
from tests.factories.organizations import make_organization
from tests.factories.packaging import make_release
from warehouse.organizations.models import OrganizationRole

ACME = "/manage/organization/acme/"


@pytest.fixture
def acme(db, grace, eggs):
    return make_organization(db, "acme", owner=grace, projects=(eggs,))


@pytest.fixture
def tina(db, acme):
    tina = make_user(db, "tina")
    db.add(OrganizationRole(organization=acme, user=tina, role_name="Member"))
    db.commit()
    return tina


def address(tab):
    page = tab.get(f"{ACME}feed/").forms["renew-feed"].submit()
    return page.html.find(id="feed-address").text.removeprefix("http://localhost")


def act(browser, path, **values):
    form = browser.get(path).forms["action"]
    for name, value in values.items():
        form[name] = value
    return form.submit()


def test_a_member_reads_releases_and_events(browser, db, grace, tina, eggs):
    act(browser(grace), f"{ACME}teams/new/", team_name="crew")
    make_release(db, eggs, "3.0", ordering=3, lifecycle_status="quarantine-enter")
    db.commit()
    answer = browser().get(address(browser(tina)))
    assert answer.content_type == "application/atom+xml"
    assert "private" in answer.headers["Cache-Control"]
    assert "Eggs 2.0 was released" in answer
    assert "Acme has the new team crew" in answer
    assert "3.0" not in answer, "what is hidden is in no feed"


@pytest.mark.parametrize("way", ["leave", "rule", "renew", "close"])
def test_an_address_ends_at_once(browser, db, grace, tina, acme, way):
    tab = browser(tina)
    place = address(tab)
    browser().get(place)
    if way == "leave":
        act(tab, f"{ACME}people/leave/")
    elif way == "rule":
        acme.requires_passkey = True
        db.commit()
    else:
        button = {"close": "yes"} if way == "close" else {}
        form = tab.get(f"{ACME}feed/").forms["renew-feed"]
        tab.post(f"{ACME}feed/", {"csrf_token": form["csrf_token"].value, **button})
    browser().get(place, status=404)
