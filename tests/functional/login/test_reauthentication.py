"""The password is asked for again before what could harm an account."""

import pytest
from freezegun import freeze_time
from wtforms import Form, PasswordField

from tests.factories.accounts import make_user
from tests.fixtures.client import PASSWORD
from tests.functional.login.factors import SECRET, code_of, confirmed, give_codes
from warehouse.accounts import forms as accounts
from warehouse.login import forms as login
from warehouse.manage import forms as manage

EXEMPT = {
    "manage.account": "it changes nothing, and shows little",
    "manage.account.history": "whoever fears a thief reads it at once",
    "manage.account.intruders": "it asks by itself",
    "manage.account.password": "it asks by itself",
    "manage.account.preferences": "a language harms nobody",
    "manage.account.totp.image": "the page around it asks",
    "manage.account.recovery.burn": "a code is asked for",
    "manage.organization.visibility": "being named where one works harms nobody",
    "manage.projects": "a list changes nothing",
    "manage.team.visibility": "being named where one works harms nobody",
    "manage.deleted": "a list changes nothing",
    "manage.account.notifications": "it changes what one is told, and nothing else",
    "manage.project.notifications": "it changes what one is told, and nothing else",
    "manage.project.statistics": "numbers change nothing",
    "manage.project.webhooks": "a list changes nothing",
    "manage.project.webhook.log": "a list changes nothing",
    "manage.project.webhook.delivery": "it sends again what was sent",
    "manage.organization.webhooks": "a list changes nothing",
    "manage.organization.webhook.log": "a list changes nothing",
    "manage.organization.webhook.delivery": "it sends again what was sent",
    "manage.organizations": "a list changes nothing",
    "manage.organization.history": "whoever fears a thief reads it at once",
    "manage.organization.revoke": "it can be undone at once",
    "manage.organizations.apply": "an application changes nothing",
    "manage.application": "an application changes nothing",
    "manage.decisions": "a list changes nothing",
    "manage.decision": "an appeal changes nothing of the project",
    "manage.appeal.link": "the link in the message proves who asks",
    "manage.project.history": "whoever fears a thief reads it at once",
    **{
        f"manage.project.{verb}": "it can be undone at once"
        for verb in ("archive", "unarchive", "deprecate", "undeprecate", "revoke")
    },
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
    "/manage/account/totp-provision",
    "/manage/account/webauthn-provision",
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
        user = make_user(db)
        give_codes(db, user, "0" * 16)
        client.sign_in(user)
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


PROFILE, TOKEN = "/manage/account/profile/", "/manage/account/token/"


@pytest.fixture
def stale(client, db):
    """Someone whose password was entered half an hour ago, and a form's token."""
    with freeze_time("2026-11-28 12:00:00") as clock:
        user = make_user(db, "arthur")
        give_codes(db, user, "0" * 16)
        client.sign_in(user)
        client.get("/manage/account/totp-provision", status=200)
        session = client.get("/account/logout/").forms["sign-out"]
        clock.tick(1801)
        yield user, session["csrf_token"].value


def test_a_stolen_session_adds_no_second_factor(client, db, stale):
    user, csrf = stale
    values = {"csrf_token": csrf, "totp_value": code_of(SECRET)}
    page = client.post("/manage/account/totp-provision", values, status=200)
    assert "reauthenticate" in page.forms
    keys = "/manage/account/webauthn-provision"
    for call in (
        lambda: client.get(f"{keys}/options", status=403),
        lambda: client.post(f"{keys}/validate", {**values, "label": "x"}, status=403),
    ):
        assert "password" in call().json["fail"]["errors"][0]
    db.refresh(user)
    assert not user.has_second_factor


def test_a_form_is_sent_again_with_the_password(client, db, stale):
    user, csrf = stale
    values = {"csrf_token": csrf, "name": "Arthur “Dent” <b>", "public_email": ""}
    page = client.post(PROFILE, values, status=200)
    assert "What you filled in is not lost" in page.text
    form = page.forms["reauthenticate"]
    assert form["name"].value == values["name"]
    form["password"] = "wrong"
    page = form.submit(status=200)
    assert "The password is not right." in page.text
    db.refresh(user)
    assert user.name == ""
    form = page.forms["reauthenticate"]
    form["password"] = PASSWORD
    form.submit(status=303)
    db.refresh(user)
    assert user.name == values["name"]


def test_a_form_with_a_mistake_is_shown_as_it_was_filled_in(client, stale):
    _, csrf = stale
    values = {"csrf_token": csrf, "name": "https://buy.example", "public_email": ""}
    form = client.post(PROFILE, values).forms["reauthenticate"]
    form["password"] = PASSWORD
    page = form.submit(status=200)
    assert "A name has no links in it." in page.text
    assert page.html.find(id="name")["value"] == "https://buy.example"


def test_secrets_are_not_taken_along(client, db, stale):
    user, csrf = stale
    token = client.token(user)
    secret = {"confirm_password": PASSWORD, "credential": "signed", "note": token}
    values = {"csrf_token": csrf, "username": "arthur", **secret}
    page = client.post("/manage/account/delete/", values)
    fields = page.forms["reauthenticate"].fields
    assert fields["username"][0].value == "arthur"
    assert fields["confirm_password"][0].value == ""
    assert "signed" not in page.text
    assert token[:20] not in page.text
    assert PASSWORD not in page.text


def test_the_password_that_was_entered_again_confirms_the_form(client, stale):
    _, csrf = stale
    values = {"csrf_token": csrf, "username": "arthur", "confirm_password": "wrong"}
    form = client.post("/manage/account/delete/", values).forms["reauthenticate"]
    form["password"] = PASSWORD
    assert form.submit(status=303).location == "http://localhost/"


def test_every_value_of_a_field_is_taken_along(client, stale):
    _, csrf = stale
    fields = [("csrf_token", csrf), ("token_scope", "scope:projects")]
    fields += [("description", "laptop"), ("expires", "30")]
    page = client.post(TOKEN, fields)
    sent = page.forms["reauthenticate"].submit_fields()
    assert set(fields[1:]) <= set(sent)


def test_a_form_is_not_sent_again_for_others(client, db, stale):
    user, _ = stale
    values = {"reauthentication": "yes", "password": PASSWORD, "name": "Trick"}
    client.post(PROFILE, values, status=400)
    db.refresh(user)
    assert user.name == ""


def test_each_password_of_a_form_has_a_name_that_says_so():
    for module in (login, manage, accounts):
        for form in vars(module).values():
            if not (isinstance(form, type) and issubclass(form, Form)):
                continue
            for field in form():
                is_secret = isinstance(field, PasswordField)
                assert is_secret <= ("password" in field.name), (form, field.name)
