"""The password of an account, and what others see of it."""

import pytest
from sqlalchemy import select

from tests.factories.accounts import make_user
from tests.fixtures.client import PASSWORD
from tests.functional.login.test_registration import mails
from warehouse.accounts.models import Email
from warehouse.events.models import UserEvent

NEW = "seven purple llamas dancing"


@pytest.fixture
def arthur(client, db):
    user = make_user(db, "arthur", name="Arthur Dent")
    client.sign_in(user)
    return user


def change(client, password=PASSWORD, new=NEW, again=None):
    form = client.get("/manage/account/password/").forms["change-password"]
    form["password"], form["new_password"] = password, new
    form["password_confirm"] = new if again is None else again
    return form.submit(expect_errors=True)


def test_a_changed_password_ends_the_other_sessions_only(client, db, arthur):
    elsewhere = dict(client.cookies)
    client.reset()
    client.sign_in(arthur)
    assert "Your password is changed." in change(client).follow()
    client.get("/manage/account/", status=200)
    client.reset()
    assert client.sign_in(arthur, NEW).status_code == 303
    client.reset()
    client.cookies.update(elsewhere)
    client.get("/manage/account/", status=303)
    assert [each.kind for each in mails(db)] == ["password-change"]
    tags = db.scalars(select(UserEvent.tag).where(UserEvent.source_id == arthur.id))
    assert "account:password:change" in set(tags)


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ({"password": "wrong"}, "The password is not right."),
        ({"again": "another"}, "The two passwords differ."),
        ({"new": "arthurdent"}, "This password is easy to guess."),
        ({"new": "12345678"}, "one of the ten most used"),
        ({"new": "a\0" * 20}, "no null bytes"),
        ({"new": "x" * 4097}, "at most 4096"),
        ({"new": ""}, "Choose a password."),
    ],
)
def test_a_password_that_may_not_be_set_changes_nothing(client, db, arthur, words, problem):
    assert problem in change(client, **words).text
    assert mails(db) == []
    assert client.get("/manage/account/", status=200)


def test_guessing_the_password_in_a_stolen_session_is_limited(client, db, arthur):
    for _ in range(10):
        change(client, "wrong")
    assert change(client).status_code == 429


def test_the_name_and_the_public_address_are_shown_to_others(client, db, arthur):
    form = client.get("/manage/account/profile/").forms["profile"]
    form["name"], form["public_email"] = "Arthur P. Dent", "arthur@example.com"
    assert "Your profile is changed." in form.submit().follow()
    assert "Arthur P. Dent" in client.get("/user/arthur/")
    part = client.get("/_includes/authed/profile-public-email/arthur")
    assert "arthur@example.com" in part
    form["public_email"] = ""
    form.submit()
    part = client.get("/_includes/authed/profile-public-email/arthur")
    assert "arthur@example.com" not in part


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("x" * 101, "at most 100"),
        ("see https://evil.example", "no links"),
        ("Ann\r\nBcc: x@y.z", "Control characters"),
        ("Ann\0", "Control characters"),
    ],
)
def test_a_name_that_is_none_is_refused(client, db, arthur, name, problem):
    form = client.get("/manage/account/profile/").forms["profile"]
    form["name"] = name
    assert problem in form.submit().text


def test_an_address_that_nobody_proved_is_not_shown_to_others(client, db, arthur):
    arthur.emails.append(Email(email="new@example.com", primary=False, verified=False))
    db.commit()
    form = client.get("/manage/account/profile/").forms["profile"]
    form["public_email"].force_value("new@example.com")
    assert "has no such address" in form.submit().text
