"""Members and teams are on the public page of an organization if they choose so."""

import pytest
from sqlalchemy import select

from tests.factories.organizations import give_team, make_organization
from warehouse.events.models import OrganizationEvent
from warehouse.organizations.models import OrganizationRole

PEOPLE = "/manage/organization/acme/people/"
TEAM = "/manage/organization/acme/team/core/settings/"
PUBLIC = "/org/acme/"


@pytest.fixture
def acme(db, grace, bob):
    found = make_organization(db, "acme", owner=grace)
    db.add(OrganizationRole(organization=found, user=bob, role_name="Member"))
    db.commit()
    give_team(db, found, bob, "core")
    return found


def shown(client):
    return [each.text for each in client.get(PUBLIC).html.select(".members li")]


def test_nobody_is_shown_who_did_not_choose_so(client, acme, browser, bob):
    assert shown(client) == []
    member = browser(bob)
    page = member.get(PEOPLE)
    assert "does not name you." in page
    page = page.forms["visibility"].submit().follow()
    assert "names you now." in page
    [line] = shown(client)
    assert line.split() == ["b", "bob", "Member"]
    page.forms["visibility"].submit()
    assert shown(client) == []


def test_nobody_chooses_for_somebody_else(acme, browser, grace, db):
    page = browser(grace).get(PEOPLE)
    assert len([each for each in page.forms if each == "visibility"]) == 1
    page.forms["visibility"].submit()
    public = select(OrganizationRole).where(OrganizationRole.is_public)
    assert [each.user for each in db.scalars(public)] == [grace]


def test_a_member_who_left_is_not_shown(client, acme, browser, bob):
    member = browser(bob)
    member.get(PEOPLE).forms["visibility"].submit()
    assert len(shown(client)) == 1
    member.get(f"{PEOPLE}leave/").forms["action"].submit()
    assert shown(client) == []


def test_a_team_is_shown_without_its_members(client, acme, browser, grace, bob, db):
    page = browser(grace).get(TEAM)
    page = page.forms["visibility"].submit().follow()
    assert "names the team now." in page
    assert shown(client) == ["core 1 member"]
    member = browser(bob)
    assert "visibility" not in member.get(TEAM).forms
    page.forms["visibility"].submit()
    assert shown(client) == []
    tags = db.scalars(select(OrganizationEvent.tag)).all()
    assert tags.count("organization:team:visibility") == 2


def test_a_suspended_account_is_not_shown(client, acme, browser, bob, db):
    browser(bob).get(PEOPLE).forms["visibility"].submit()
    bob.is_frozen = True
    db.commit()
    assert shown(client) == []
