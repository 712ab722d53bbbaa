"""Adding and removing what proves a person beside the password."""

import base64
import re

import pytest
from freezegun import freeze_time
from sqlalchemy import select

from tests.factories.accounts import make_user
from tests.fixtures.client import PASSWORD
from tests.functional.login.factors import code_of, confirmed, give_codes, give_totp
from warehouse.accounts.models import RecoveryCode, SecurityKey
from warehouse.email.models import EmailMessage
from warehouse.events.models import UserEvent

OVERVIEW = "/manage/account/two-factor/"
GENERATE = "/manage/account/recovery-codes/generate"
BURN = "/manage/account/recovery-codes/burn"
TOTP = "/manage/account/totp-provision"


@pytest.fixture
def user(client, db):
    user = make_user(db, "arthur")
    client.sign_in(user)
    return user


def mails(db):
    return sorted(db.scalars(select(EmailMessage.kind)))


def tags(db):
    return set(db.scalars(select(UserEvent.tag)))


def secret_on(page):
    text = page.html.find(id="secret").text.replace(" ", "")
    return base64.b32decode(text)


def test_codes_are_made_proved_and_then_an_app_is_added(client, db, user):
    page = client.get(OVERVIEW).click("Make recovery codes")
    codes = re.findall(r"<code>([0-9a-f]{16})</code>", page.text)
    assert len(set(codes)) == 8
    page = page.click("I kept them")
    page.forms["burn"]["recovery_code_value"] = codes[3]
    page = page.forms["burn"].submit().follow()
    assert "7 codes are left" in page.text
    page = page.click("Add an app")
    image = client.get("/manage/account/totp-provision/image")
    assert image.content_type == "image/svg+xml"
    page.forms["add-totp"]["totp_value"] = code_of(secret_on(page))
    page = page.forms["add-totp"].submit().follow()
    assert "A second factor guards your account" in page.text
    db.refresh(user)
    assert user.has_second_factor
    assert mails(db) == [
        "recovery-code-used",
        "recovery-codes-generated",
        "two-factor-added",
    ]
    assert tags(db) >= {
        "account:recovery_codes:generated",
        "account:recovery_codes:used",
        "account:two_factor:method_added",
    }


def test_codes_are_not_stored_as_they_are(client, db, user):
    page = client.get(GENERATE)
    stored = db.scalars(select(RecoveryCode.code)).all()
    assert len(stored) == 8
    assert all(code.startswith("$argon2id$") for code in stored)
    assert "no-store" in page.headers["Cache-Control"]


def test_making_codes_asks_for_a_fresh_password(client, db, user):
    with freeze_time("2026-11-28 12:00:00") as clock:
        client.reset()
        client.sign_in(user)
        clock.tick(11)
        page = client.get(GENERATE)
        assert db.scalars(select(RecoveryCode)).all() == []
        assert len(re.findall(r"<code>", confirmed(page).text)) == 8


def test_unused_codes_are_replaced_only_when_that_is_asked_for(client, db, user):
    client.get(GENERATE)
    before = set(db.scalars(select(RecoveryCode.code)))
    assert client.get(GENERATE, status=303).location.endswith(OVERVIEW)
    client.get("/manage/account/recovery-codes/regenerate")
    after = set(db.scalars(select(RecoveryCode.code)))
    assert len(after) == 8
    assert not before & after


def test_a_head_request_makes_no_codes(client, db, user):
    client.head(GENERATE, expect_errors=True)
    assert db.scalars(select(RecoveryCode)).all() == []


def test_steps_cannot_be_left_out(client, db, user):
    page = client.get(TOTP, status=303).follow()
    assert "Make recovery codes before" in page.text
    assert client.get(BURN, status=303).location.endswith("/manage/account/")
    client.get(GENERATE)
    page = client.get(TOTP, status=303).follow()
    assert page.request.path == BURN
    wrong = page.forms["burn"]
    wrong["recovery_code_value"] = "f" * 16
    assert "no such recovery code" in wrong.submit().text
    token = wrong["csrf_token"].value
    client.post(TOTP, {"csrf_token": token, "totp_value": "123456"}, status=303)
    client.get("/manage/account/totp-provision/image", status=404)
    db.refresh(user)
    assert not user.has_second_factor


def test_a_wrong_code_adds_no_app_and_keeps_the_secret(client, db, user):
    give_codes(db, user, "0" * 16)
    page = client.get(TOTP)
    secret = secret_on(page)
    page.forms["add-totp"]["totp_value"] = "000000"
    page = page.forms["add-totp"].submit()
    assert "The code is not right." in page.text
    assert secret_on(page) == secret
    page.forms["add-totp"]["totp_value"] = code_of(secret, steps=4)
    page = page.forms["add-totp"].submit()
    assert "right for another time" in page.text
    page.forms["add-totp"]["totp_value"] = ""
    assert "Enter the code" in page.forms["add-totp"].submit().text
    assert secret_on(client.get(TOTP)) != secret


def test_the_code_that_added_an_app_does_not_sign_in(client, db, user):
    give_codes(db, user, "0" * 16)
    page = client.get(TOTP)
    code = code_of(secret_on(page))
    page.forms["add-totp"]["totp_value"] = code
    page.forms["add-totp"].submit(status=303)
    client.reset()
    page = client.sign_in(user).follow()
    page.forms["totp"]["totp_value"] = code
    assert "Each code works once" in page.forms["totp"].submit().text


def test_another_app_replaces_the_first(client, db, user):
    give_codes(db, user, "0" * 16)
    give_totp(db, user)
    page = client.get(TOTP)
    page.forms["add-totp"]["totp_value"] = code_of(secret_on(page))
    page.forms["add-totp"].submit(status=303)
    assert mails(db) == ["two-factor-added", "two-factor-removed"]


def test_the_last_factor_cannot_be_removed(client, db, user):
    give_totp(db, user)
    token = client.get("/account/logout/").forms["sign-out"]["csrf_token"].value
    values = {"csrf_token": token, "confirm_password": PASSWORD}
    page = client.post(TOTP, values, status=303).follow()
    assert "Add another second factor before" in page.text
    page = client.post(TOTP, {**values, "confirm_password": "x"}, status=303).follow()
    assert "The password is not right." in page.text
    db.refresh(user)
    assert user.has_second_factor


def test_the_page_of_an_app_needs_no_script_and_no_other_host(client, db, user):
    give_codes(db, user, "0" * 16)
    image = client.get(TOTP).html.find("img", class_="qr")
    assert image["src"] == "/manage/account/totp-provision/image"


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"next_route": "nowhere", "next_route_matchdict": "{}", "next_route_query": "{}"},
        {
            "next_route": "pages.project",
            "next_route_matchdict": "{}",
            "next_route_query": "{}",
        },
        {
            "next_route": "manage.account",
            "next_route_matchdict": "[",
            "next_route_query": "{}",
        },
        {
            "next_route": "manage.account",
            "next_route_matchdict": "[]",
            "next_route_query": "{}",
        },
        {
            "next_route": "manage.account",
            "next_route_matchdict": '{"_host": "evil.example"}',
            "next_route_query": "{}",
        },
    ],
)
def test_asking_again_leads_nowhere_else(client, user, fields):
    token = client.get("/account/logout/").forms["sign-out"]["csrf_token"].value
    values = {"csrf_token": token, "password": PASSWORD, **fields}
    client.post("/account/reauthenticate/", values, status=400)


@pytest.fixture
def required(with_accounts):
    with_accounts(two_factor="required")


@pytest.mark.usefixtures("required")
def test_two_factors_come_first_if_they_are_required(client, db, user):
    page = client.get("/manage/account/token/", status=303)
    assert page.location.endswith(f"{OVERVIEW}?next=%2Fmanage%2Faccount%2Ftoken%2F")
    assert "Add a second factor to your account first." in page.follow().text
    client.get("/manage/account/", status=200)
    client.get(GENERATE, status=200)
    client.get(BURN, status=200)
    token = client.get("/account/logout/").forms["sign-out"]["csrf_token"].value
    values = {"csrf_token": token, "description": "x", "token_scope": "scope:user"}
    client.post("/manage/account/token/", values, status=303)
    give_totp(db, user)
    client.get("/manage/account/token/", status=200)


@pytest.mark.usefixtures("required")
def test_the_address_is_verified_before_a_second_factor_is_asked_for(client, db, user):
    user.primary_email.verified = False
    db.commit()
    for page in (OVERVIEW, TOTP, "/manage/account/token/"):
        answer = client.get(page, status=303)
        assert "/manage/unverified-account/" in answer.location


def test_nobody_is_asked_for_two_factors_that_are_optional(client, user):
    client.get("/manage/account/token/", status=200)


def test_an_app_is_removed_where_a_key_is_left(client, db, user):
    give_codes(db, user, "0" * 16)
    give_totp(db, user)
    key = SecurityKey(label="blue", credential_id="a", public_key="b", sign_count=0)
    user.security_keys.append(key)
    db.commit()
    form = client.get(OVERVIEW).forms["remove-totp"]
    form["confirm_password"] = PASSWORD
    assert "Your authenticator app is removed." in form.submit().follow().text
    db.refresh(user)
    assert (user.totp_secret, user.factor_count) == (None, 1)
    assert mails(db) == ["two-factor-removed"]
    form.submit(status=303)
    assert mails(db) == ["two-factor-removed"]


def test_no_code_is_right_for_an_account_without_an_app(client, db, user):
    key = SecurityKey(label="blue", credential_id="a", public_key="b", sign_count=0)
    user.security_keys.append(key)
    db.commit()
    client.reset()
    page = client.sign_in(user).follow()
    token = page.forms["security-key"]["csrf_token"].value
    values = {"csrf_token": token, "totp_value": "123456"}
    client.post(page.request.path_qs, values, status=200)
    client.get("/manage/account/", status=303)
