"""People choose language, theme, time zone and mail, and get them."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.factories.accounts import make_user
from warehouse.accounts.mailing import TOPICS, write_to
from warehouse.accounts.models import User, UserPreferences
from warehouse.email.messages import TEMPLATES
from warehouse.email.models import EmailMessage
from warehouse.http import offline
from warehouse.macaroons.models import Macaroon
from warehouse.macaroons.tasks import warn_of_ends

PAGE = "/manage/account/preferences/"


@pytest.fixture
def alice(client, db):
    user = make_user(db, "alice")
    client.sign_in(user)
    return user


@pytest.fixture
def choose(client):
    """Change fields of the form and send it."""

    def send(**values):
        form = client.get(PAGE).forms["preferences"]
        for name, value in values.items():
            form[name] = value
        return form.submit().follow()

    return send


@pytest.fixture
def warned(client, registry, db):
    """Have somebody warned of the end of a token; returns the messages about it."""

    def warn(user):
        client.token(user, lifetime=timedelta(days=5), origin="https://index.example")
        macaroon = db.scalars(select(Macaroon)).one()
        macaroon.created -= timedelta(days=60)
        db.commit()
        with offline(registry) as request:
            warn_of_ends(request)
        db.expire_all()
        return db.scalars(select(EmailMessage).order_by(EmailMessage.created)).all()

    return warn


def test_choices_are_kept(client, db, alice, choose):
    page = choose(language="de", theme="dark", time_zone="Europe/Berlin")
    assert page.html.html["lang"] == "de"
    form = client.get(PAGE).forms["preferences"]
    assert [form[each].value for each in ("language", "theme", "time_zone")] == [
        "de",
        "dark",
        "Europe/Berlin",
    ]
    assert form["mail.tokens"].checked
    include = client.get("/_includes/authed/current-user-indicator/")
    assert include.html.details["data-theme-of-account"] == "dark"


def test_mail_is_in_the_language_and_time_zone_of_its_reader(alice, choose, warned):
    choose(language="de", time_zone="Asia/Tokyo")
    [message] = warned(alice)
    assert "Das Token" in message.subject
    assert "(Asia/Tokyo)" in message.body


def test_a_language_that_was_chosen_before_signing_in_is_that_of_mail(client, db, warned):
    bob = make_user(db, "bob")
    client.set_cookie("_LOCALE_", "de")
    client.sign_in(bob)
    assert db.scalars(select(UserPreferences.language)).one() == "de"
    client.reset()
    client.set_cookie("_LOCALE_", "en")
    client.sign_in(bob)
    [message] = warned(bob)
    assert "Das Token" in message.subject


@pytest.mark.parametrize("cookie", ["", "tlh"])
def test_a_language_that_is_not_offered_is_not_kept(client, db, cookie):
    client.set_cookie("_LOCALE_", cookie)
    client.sign_in(make_user(db, "bob"))
    assert db.scalars(select(UserPreferences)).all() == []


def test_unwanted_mail_is_not_sent(client, db, alice, choose, warned):
    choose(**{"mail.tokens": False})
    assert warned(alice) == []


def test_mail_about_safety_cannot_be_refused():
    chosen = {kind.topic for kind in TEMPLATES.values() if kind.topic is not None}
    assert chosen == set(TOPICS)
    assert not any(kind.is_security and kind.topic for kind in TEMPLATES.values())


def test_a_choice_that_is_not_offered_is_none(client, db, alice):
    token = client.get(PAGE).forms["preferences"]["csrf_token"].value
    values = {"language": "tlh", "theme": "x", "time_zone": "/etc/passwd"}
    client.post(PAGE, {"csrf_token": token, **values}, status=303)
    stored = db.scalars(select(UserPreferences)).one()
    assert (stored.language, stored.theme, stored.time_zone) == (None, None, "UTC")


def unsubscribing(message):
    assert message.unsubscribe_url.startswith("http")
    return "/" + message.unsubscribe_url.split("/", 3)[3]


def test_one_click_ends_mail_without_signing_in(client, db, alice, warned):
    [message] = warned(alice)
    client.reset()
    path = unsubscribing(message)
    asked = client.get(path)
    assert db.scalars(select(UserPreferences)).all() == []
    assert "API tokens that are about to end" in asked.text
    body = {"List-Unsubscribe": "One-Click"}
    assert "You get no more mail" in client.post(path, body).text
    client.post(path, body, status=200)
    assert db.scalars(select(UserPreferences)).one().muted == ["tokens"]


@pytest.mark.parametrize("token", ["", "x", "eyJ0b3BpYyI6InRva2VucyJ9.x.y"])
def test_a_forged_link_ends_no_mail(client, db, alice, token):
    client.post(f"/account/unsubscribe/?token={token}", {}, status=404)
    assert db.scalars(select(UserPreferences)).all() == []


def test_preferences_are_those_of_one_person(client, registry, db, alice, choose):
    choose(language="de")
    bob = make_user(db, "bob")
    with offline(registry) as request:
        mail = TEMPLATES["account-deleted"]("bob")
        write_to(request, request.db.get(User, bob.id), mail)
    assert "deleted" in db.scalars(select(EmailMessage)).one().subject
