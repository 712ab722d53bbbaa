"""Owners ask members for a second factor, and those without one can only leave."""

import pytest

from tests.builders import forms
from tests.builders.wheels import wheel
from tests.factories.accounts import make_user
from tests.factories.organizations import give_team, make_organization
from tests.functional.login.factors import give_totp
from warehouse.organizations.models import OrganizationRole

ACME = "/manage/organization/acme/"
FACTOR = "/manage/account/two-factor/"


@pytest.fixture
def tina(db, grace, eggs):
    """A member of an organization, whose team maintains its project."""
    tina = make_user(db, "tina")
    acme = make_organization(db, "acme", owner=grace, projects=(eggs,))
    db.add(OrganizationRole(organization=acme, user=tina, role_name="Member"))
    give_team(db, acme, tina, "crew", projects=(eggs,))
    return tina


@pytest.fixture
def boss(browser, tina, grace):
    return browser(grace)


def act(browser, path):
    return browser.get(path).forms["action"].submit()


def test_members_without_a_factor_can_only_leave(boss, browser, db, grace, tina):
    refused = act(boss, f"{ACME}rules/require-factor/").text
    assert "Add a second factor to your own account first." in refused
    give_totp(db, grace)
    assert "tina" in boss.get(f"{ACME}rules/require-factor/").text
    page = act(boss, f"{ACME}rules/require-factor/").follow()
    assert "Every member needs a second factor now." in page.text
    assert "tina" in page.html.select_one("main").text
    tab = browser(tina)
    token = tab.token(tina)
    for path in (f"{ACME}people/", f"{ACME}team/crew/members/"):
        assert FACTOR in tab.get(path, status=303).location
    filename, content = "eggs-1.0-py3-none-any.whl", wheel()
    body = forms.body(forms.fields(filename, content, name="eggs"), filename, content)
    sent = browser().post("/legacy/", body, headers=forms.headers(token), status=403)
    assert "two-factor" in sent.text
    assert "You do not belong to Acme any more." in (
        act(tab, f"{ACME}people/leave/").follow().text
    )
    log = boss.get(f"{ACME}history/").text
    assert "A second factor is asked of every member" in log


def test_owners_take_the_rule_back(boss, browser, db, grace, tina):
    give_totp(db, grace)
    act(boss, f"{ACME}rules/require-factor/")
    page = act(boss, f"{ACME}rules/waive-factor/").follow()
    assert "Members need no second factor any more." in page.text
    browser(tina).get(f"{ACME}people/", status=200)
