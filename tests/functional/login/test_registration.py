"""Registering as a stranger does, and proving that one reads the address."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from freezegun import freeze_time
from sqlalchemy import select

from tests.factories.accounts import make_user
from tests.fixtures.client import PASSWORD
from warehouse.accounts.models import ProhibitedEmailDomain, ProhibitedUserName, User
from warehouse.accounts.services.invitations import InvitationService
from warehouse.email.models import EmailMessage
from warehouse.events.models import UserEvent
from warehouse.flags.models import AdminFlag
from warehouse.http import offline
from warehouse.rate_limiting import RateLimiter


def register(client, **fields):
    form = client.get("/account/register/").forms["register"]
    values = {
        "username": "zaphod",
        "email": "zaphod@example.com",
        "new_password": PASSWORD,
        "password_confirm": PASSWORD,
        **fields,
    }
    for name, value in values.items():
        form[name] = value
    return form.submit(expect_errors=True)


def mails(db, kind=None):
    found = db.scalars(select(EmailMessage).order_by(EmailMessage.created)).all()
    return [each for each in found if kind in (None, each.kind)]


def link_in(mail):
    return re.search(r"https?://\S+", mail.body)[0]


def test_a_stranger_registers_and_verifies_the_address(client, db):
    answer = register(client, full_name="Zaphod Beeblebrox")
    assert answer.location.endswith("/manage/unverified-account/")
    [mail] = mails(db)
    assert (mail.kind, mail.recipient) == ("verify-email", "zaphod@example.com")

    page = client.get(link_in(mail)).follow()
    assert "zaphod@example.com is verified." in page.text

    user = db.scalars(select(User).where(User.username == "zaphod")).one()
    assert user.is_active
    assert user.has_verified_primary_email
    tags = db.scalars(select(UserEvent.tag).where(UserEvent.source_id == user.id)).all()
    wanted = {"account:create", "account:login:success", "account:email:verified"}
    assert set(tags) == wanted


REFUSED = [
    ({"username": "x"}, "at least 2 characters"),
    ({"username": "x" * 51}, "at most 50"),
    ({"username": "-zaphod"}, "the first and the last are a letter or a digit"),
    ({"username": "zaph\N{CYRILLIC SMALL LETTER O}d"}, "Use 2 to 50 letters"),
    ({"username": "\N{KELVIN SIGN}im"}, "Use 2 to 50 letters"),
    ({"username": "zaphod\0"}, "Use 2 to 50 letters"),
    ({"username": ""}, "Choose a username."),
    ({"username": "ARTHUR"}, "This username is not available."),
    ({"username": "Root"}, "This username is not available."),
    ({"email": "ARTHUR@example.com"}, "belongs to an account already"),
    ({"email": "z@example.com\r\nBcc: x@example.com"}, "is no e-mail address"),
    ({"email": "z@spam.example"}, "Addresses at spam.example cannot be used here."),
    ({"email": "z@mail.SPAM.example"}, "cannot be used here"),
    ({"email": "z@b\N{LATIN SMALL LETTER U WITH DIAERESIS}ser.example"}, "cannot be used"),
    ({"new_password": "zaphod1", "password_confirm": "zaphod1"}, "easy to guess"),
    ({"password_confirm": "another"}, "The two passwords differ."),
    ({"full_name": "https://buy.example"}, "A name has no links in it."),
    ({"full_name": "Z\r\nBcc: x@y.example"}, "Control characters"),
]


@pytest.fixture
def prohibited(db):
    make_user(db, "arthur")
    db.add(ProhibitedUserName(name="root"))
    for domain in ("spam.example", "xn--bser-0ra.example"):
        db.add(ProhibitedEmailDomain(domain=domain))
    db.commit()


@pytest.mark.parametrize(("fields", "problem"), REFUSED)
def test_a_registration_is_refused_beside_the_field(
    client, db, prohibited, fields, problem
):
    page = register(client, **fields)
    assert problem in page.text
    said = page.html.find(class_="form__error")
    field = page.html.find(attrs={"aria-invalid": "true"})
    assert said["id"] in field["aria-describedby"]
    assert mails(db) == []


def test_all_that_is_wrong_is_told_at_once(client, db, prohibited):
    page = register(
        client,
        username="root",
        email="arthur@spam.example",
        new_password="password",
        password_confirm="password",
    )
    assert len(page.html.find_all(class_="form__error")) == 3
    summary = page.html.find(role="alert")
    links = [each["href"] for each in summary.find_all("a")]
    assert links == ["#username", "#email", "#new_password"]


def test_a_program_that_fills_in_everything_is_sent_away(client, db):
    answer = register(client, confirm_form="x")
    assert (answer.status_code, answer.location) == (303, "http://localhost/")
    assert mails(db) == []


def test_a_visitor_who_is_signed_in_needs_no_account(client, db):
    client.sign_in(make_user(db))
    answer = client.get("/account/register/", status=303)
    assert answer.location.endswith("/manage/account/")


def test_registrations_are_limited_by_client(client, db):
    for number in range(2):
        register(client, username=f"user{number}-x", email=f"x{number}@example.com")
        client.reset()
    answer = register(client)
    assert answer.status_code == 429
    assert "198.51.100.7" in answer.text
    assert int(answer.headers["Retry-After"]) > 80_000
    client.extra_environ["REMOTE_ADDR"] = "198.51.100.8"
    assert register(client).status_code == 303


def test_looking_for_addresses_of_accounts_is_limited(client, db):
    make_user(db, "arthur")
    for _ in range(2):
        assert "belongs to" in register(client, email="arthur@example.com").text
    assert register(client, email="arthur@example.com").status_code == 429


def test_nobody_registers_while_nothing_is_counted(client, db, registry, dead_valkey):
    registry[RateLimiter], alive = RateLimiter(dead_valkey), registry[RateLimiter]
    try:
        answer = register(client)
        client.sign_in(make_user(db, "arthur"))
        client.get("/manage/account/", status=200)
    finally:
        registry[RateLimiter] = alive
    assert answer.status_code == 503
    assert "Please try again shortly." in answer.text
    assert mails(db, "verify-email") == []


def test_a_flag_closes_registration(client, db):
    db.get(AdminFlag, "disallow-new-user-registration").enabled = True
    db.commit()
    page = client.get("/account/register/", status=303).follow()
    assert "Nobody can register here at the moment." in page
    assert "/account/register/" not in page


def test_registration_may_be_closed(client, db, with_accounts):
    form = client.get("/account/register/").forms["register"]
    with_accounts(registration="closed")
    assert form.submit(status=303).location.endswith("/account/login/")
    assert "/account/register/" not in client.get("/account/login/")


@pytest.fixture
def invited(registry, with_accounts):
    """The path of an invitation of trillian's, where only the invited may register."""
    with_accounts(registration="invitation")
    with offline(registry) as request:
        request.service(InvitationService).invite("trillian@example.com")
        [mail] = request.db.scalars(select(EmailMessage)).all()
        assert mail.recipient == "trillian@example.com"
        return link_in(mail)


def test_an_invitation_registers_one_account(client, db, invited):
    assert "Only whoever was invited" in client.get("/account/register/").follow()
    form = client.get(invited).forms["register"]
    assert form["email"].value == "trillian@example.com"
    form["username"] = "trillian"
    form["new_password"] = form["password_confirm"] = PASSWORD
    form["email"].force_value("other@example.com")
    assert "with the address that was invited" in form.submit()
    form["email"].force_value("trillian@example.com")
    form.submit(status=303)
    client.reset()
    again = client.get(invited).forms["register"]
    again["username"] = "trillian2"
    again["new_password"] = again["password_confirm"] = PASSWORD
    assert "belongs to an account already" in again.submit()


@pytest.mark.parametrize("token", ["x", "e30.x.y"])
def test_an_invitation_that_is_none_invites_nobody(client, db, with_accounts, token):
    with_accounts(registration="invitation")
    page = client.get(f"/account/register/?invitation={token}", status=303).follow()
    assert "The link is broken" in page


def test_links_end_with_their_time(client, db, invited):
    with freeze_time(datetime.now(UTC) + timedelta(days=8)):
        page = client.get(invited, status=303).follow()
    assert "The link is too old." in page
