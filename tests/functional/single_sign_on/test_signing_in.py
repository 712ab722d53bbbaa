"""Signing in by the identity provider of the index."""

import pytest
from freezegun import freeze_time

from tests.builders import forms
from tests.builders.wheels import wheel
from tests.factories.accounts import make_user
from tests.functional.login.factors import code_of, give_totp
from tests.functional.single_sign_on.ways import (
    ADA,
    csrf_token,
    leave,
    link,
    said_on,
    sign_in_by,
)
from warehouse.accounts import queries
from warehouse.accounts.models import DisableReason
from warehouse.flags.models import AdminFlag

REMINDERS = "/_includes/authed/session-notifications/"
WHEEL = "example-1.0-py3-none-any.whl"


def test_a_linked_identity_opens_its_account(client, db, identity_provider):
    link(db, make_user(db, "countess"), identity_provider)
    page = client.get("/account/login/?next=/manage/projects/")
    assert page.html.find(id="single-sign-on").text == "Sign in with Example"
    answer = sign_in_by(client, identity_provider, page, **ADA)
    assert answer.location == "http://localhost/manage/projects/"
    assert "countess" in client.get("/manage/account/")


def test_somebody_new_gets_an_account_at_once(client, db, identity_provider):
    answer = sign_in_by(client, identity_provider, **ADA)
    assert answer.status_int == 303
    user = queries.user_named(db, "ada")
    assert user is not None
    assert user.has_verified_primary_email
    assert "ada@corp.example" in client.get("/manage/account/")


@pytest.mark.parametrize(
    ("changes", "taken", "shown"),
    [
        ({}, ["ada"], ("", "ada@corp.example")),
        ({"email_verified": False}, [], ("ada", "ada@corp.example")),
        ({"email_verified": "true"}, [], ("ada", "ada@corp.example")),
        ({"email": None, "preferred_username": None}, [], ("", "")),
        ({"preferred_username": "<b>", "email": "no address"}, [], ("no-address", "")),
    ],
)
def test_the_rest_is_asked(client, db, identity_provider, changes, taken, shown):
    for name in taken:
        make_user(db, name)
    page = sign_in_by(client, identity_provider, **{**ADA, **changes}).follow()
    form = page.forms["newcomer"]
    assert (form["username"].value, form["email"].value) == shown
    form["username"], form["email"] = "lovelace", "lovelace@home.example"
    assert form.submit().location == "http://localhost/manage/account/"
    user = queries.user_named(db, "lovelace")
    assert user.name == "Ada Lovelace"
    assert user is not None
    assert not user.has_verified_primary_email
    client.reset()
    sign_in_by(client, identity_provider, **ADA)
    assert "lovelace@home.example" in client.get("/manage/unverified-account/")


def test_an_account_is_never_joined_by_its_address(client, db, identity_provider):
    user = make_user(db, "countess")
    page = sign_in_by(
        client, identity_provider, **{**ADA, "email": user.emails[0].email}
    ).follow()
    assert "An account here has the address countess@example.com." in said_on(page)
    assert client.get("/manage/account/").status_int == 303


CLOSED = [{"is_frozen": True}, {"disabled_for": DisableReason.ADMIN_INITIATED}]


@pytest.mark.parametrize("change", CLOSED)
def test_an_account_that_staff_closed_stays_closed(client, db, identity_provider, change):
    link(db, make_user(db, "countess", **change), identity_provider)
    page = sign_in_by(client, identity_provider, **ADA).follow()
    assert "This account is suspended." in said_on(page)


def test_nobody_gets_an_account_where_none_are_made(
    client, db, identity_provider, with_single_sign_on
):
    with_single_sign_on(accounts="link")
    page = sign_in_by(client, identity_provider, **ADA).follow()
    assert "No account here is linked with your account at Example." in said_on(page)
    with_single_sign_on(accounts="create")
    db.get(AdminFlag, "disallow-new-user-registration").enabled = True
    db.commit()
    page = sign_in_by(client, identity_provider, **ADA).follow()
    assert "Nobody can register here at the moment." in said_on(page)


@pytest.mark.parametrize(
    ("counts", "amr", "is_asked"),
    [(True, ["pwd", "mfa"], False), (True, ["pwd"], True), (False, ["mfa"], True)],
)
def test_our_second_factor_is_asked_for_unless_theirs_counts(
    client, db, identity_provider, with_single_sign_on, counts, amr, is_asked
):
    user = make_user(db, "countess")
    link(db, user, identity_provider)
    secret = give_totp(db, user)
    with_single_sign_on(counts_as_two=counts)
    page = sign_in_by(client, identity_provider, **ADA, amr=amr).follow()
    assert ("totp_value" in page) == is_asked
    if is_asked:
        form = page.forms["totp"]
        form["totp_value"] = code_of(secret)
        form["remember_device"] = True
        form.submit()
        client.post("/account/logout/", {"csrf_token": csrf_token(client)})
        sign_in_by(client, identity_provider, **ADA, amr=amr)
    assert "countess" in client.get("/manage/account/")


def test_the_second_factor_that_is_required_may_be_theirs(
    client, db, identity_provider, with_accounts, with_single_sign_on
):
    link(db, make_user(db, "countess"), identity_provider)
    with_accounts(two_factor="required")
    sign_in_by(client, identity_provider, **ADA, amr=["mfa"])
    assert client.get("/manage/projects/").status_int == 303
    client.reset()
    with_single_sign_on(counts_as_two=True)
    sign_in_by(client, identity_provider, **ADA, amr=["mfa"])
    assert client.get("/manage/projects/").status_int == 200


def test_nobody_is_told_to_add_a_factor_whose_provider_asks_for_two(
    client, db, identity_provider, with_accounts, with_single_sign_on
):
    """Uploads, the overview and reminders believe the last sign-in, and no former one."""
    with_accounts(two_factor="required")
    with_single_sign_on(counts_as_two=True)
    user = make_user(db, "countess")
    link(db, user, identity_provider)
    token = client.token(user)
    for methods, is_enough in [(["mfa"], True), (["pwd"], False)]:
        client.reset()
        sign_in_by(client, identity_provider, **ADA, amr=methods)
        assert ("Add a second factor" in client.get(REMINDERS).text) != is_enough
        for path in ("/manage/account/", "/manage/account/two-factor/"):
            assert ("asked for two factors" in client.get(path).text) == is_enough
        assert uploads(client, token).status_int == (200 if is_enough else 403)
    client.reset()
    sign_in_by(client, identity_provider, **ADA, amr=["mfa"])
    with_single_sign_on(counts_as_two=False)
    assert uploads(client, token).status_int == 403


def uploads(client, token):
    """Upload a wheel as twine does."""
    fields = forms.fields(WHEEL, wheel())
    body = forms.body(fields, WHEEL, wheel())
    return client.post("/legacy/", body, headers=forms.headers(token), status="*")


def test_problems_are_said_beside_their_fields(client, db, identity_provider):
    make_user(db, "countess")
    page = sign_in_by(client, identity_provider, sub="1").follow()
    for name, address, problem in [
        ("countess", "new@corp.example", "This username is not available."),
        ("new", "no address", "is no e-mail address"),
        ("new", "countess@example.com", "This address belongs to an account already."),
        ("", "", "Choose a username."),
    ]:
        form = page.forms["newcomer"]
        form["username"], form["email"] = name, address
        page = form.submit()
        assert problem in page


def test_an_assertion_is_forgotten_after_some_minutes(client, identity_provider):
    with freeze_time("2026-11-28 12:00:00") as clock:
        page = sign_in_by(client, identity_provider, sub="1").follow()
        clock.tick(601)
        page = page.forms["newcomer"].submit().follow()
        assert "The sign-in took too long." in said_on(page)
        back = identity_provider.signs_in(leave(client), **ADA)
        clock.tick(601)
        page = client.get(back).follow()
        assert "The sign-in took too long." in said_on(page)
