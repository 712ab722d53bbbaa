"""Owners ask everybody who works on a project for a second factor."""

import pytest

from tests.builders.sdists import sdist
from tests.functional.forklift.conftest import Uploader
from tests.functional.login.factors import give_totp
from tests.functional.manage.test_releases import act

PEOPLE = "/manage/project/eggs/collaboration/"
REQUIRE = "/manage/project/eggs/second-factor/require/"
WAIVE = "/manage/project/eggs/second-factor/waive/"


@pytest.fixture
def asked(owner, db, grace, eggs):
    """An owner with a second factor, who asks everybody for one."""
    give_totp(db, grace)
    assert "bob" in owner.get(REQUIRE).text
    page = act(owner, REQUIRE).follow()
    assert "Whoever works on Eggs needs a second factor now." in page.text


def test_people_without_one_are_led_to_adding_one(asked, db, browser, bob, eggs):
    role = next(each for each in eggs.roles if each.user_id == bob.id)
    role.role_name = "Owner"
    db.commit()
    second = browser(bob)
    page = second.get("/manage/project/eggs/releases/")
    assert "/manage/account/two-factor/" in page.location
    second.post("/manage/project/eggs/archive/", status=303)
    assert not eggs.is_archived
    give_totp(db, bob)
    second.get("/manage/project/eggs/releases/", status=200)


def test_an_upload_of_somebody_without_one_is_refused(asked, client, bob):
    sender = Uploader(client, bob)
    about = {"name": "eggs", "version": "3.0"}
    answer = sender.send("eggs-3.0.tar.gz", sdist("eggs", "3.0"), **about)
    assert answer.status_int == 403
    assert "Add a second factor" in answer.text


def test_others_may_follow_it_as_before(asked, browser, db, bob):
    browser(bob).get("/manage/project/eggs/notifications/", status=200)


def test_nobody_shuts_themselves_out(owner):
    page = act(owner, REQUIRE)
    assert "Add a second factor to your own account first." in page.text
    assert "Require none" not in owner.get(PEOPLE).text


def test_owners_take_the_requirement_back(asked, owner, maintainer):
    page = act(owner, WAIVE).follow()
    assert "asks nobody for a second factor any more." in page.text
    assert "Require a second factor" in owner.get(PEOPLE).text
