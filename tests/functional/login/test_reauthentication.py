"""The password is asked for again before what could harm an account."""

import pytest
from freezegun import freeze_time

from tests.factories.accounts import make_user
from tests.functional.login.factors import confirmed

EXEMPT = {
    "manage.account": "it changes nothing, and shows little",
    "manage.account.history": "whoever fears a thief reads it at once",
    "manage.account.intruders": "it asks by itself",
    "manage.account.password": "it asks by itself",
    "manage.account.preferences": "a language harms nobody",
    "manage.account.keys": "the overview before it asks",
    "manage.account.keys.options": "the same",
    "manage.account.keys.validate": "the same",
    "manage.account.keys.delete": "the same",
    "manage.account.totp": "the same",
    "manage.account.totp.image": "the same",
    "manage.account.recovery.burn": "a code is asked for",
}
ASKING = [
    "/manage/account/emails/",
    "/manage/account/profile/",
    "/manage/account/token/",
    "/manage/account/token/new/",
    "/manage/account/sessions/",
    "/manage/account/data/",
    "/manage/account/delete/",
    "/manage/account/two-factor/",
]


def test_all_pages_of_an_account_ask_unless_there_is_a_reason(configurator):
    found = configurator.introspector.get_category("views")
    views = [each["introspectable"] for each in found]
    mine = [each for each in views if (each["route_name"] or "").startswith("manage.")]
    silent = {each["route_name"] for each in mine if not each.get("requires_reauth")}
    assert silent == set(EXEMPT)


@pytest.mark.parametrize("path", ASKING)
def test_a_page_is_not_shown_half_an_hour_after_the_password(client, db, path):
    with freeze_time("2026-11-28 12:00:00") as clock:
        client.sign_in(make_user(db))
        clock.tick(1799)
        assert "reauthenticate" not in client.get(path, status=200).forms
        clock.tick(2)
        page = client.get(path, status=200)
        assert list(page.forms) != []
        page = confirmed(page)
        assert page.request.path == path
        assert "reauthenticate" not in page.forms


def test_a_form_that_was_left_open_does_nothing(client, db):
    with freeze_time("2026-11-28 12:00:00") as clock:
        user = make_user(db)
        client.sign_in(user)
        form = client.get("/account/logout/").forms["sign-out"]
        clock.tick(1801)
        values = {"csrf_token": form["csrf_token"].value}
        answer = client.post("/manage/account/sessions/", values, status=200)
        assert "reauthenticate" in answer.forms
        db.refresh(user)
        assert user.sessions_from is None
