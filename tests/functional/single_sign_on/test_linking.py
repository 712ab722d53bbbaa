"""Linking accounts with identities, ending that, and proving again who one is."""

import time

import pytest
from freezegun import freeze_time
from sqlalchemy import select

from tests.factories.accounts import make_user
from tests.fixtures.client import PASSWORD
from tests.functional.login.factors import give_key
from tests.functional.single_sign_on.ways import ADA, link, said_on, sign_in_by
from warehouse.accounts.queries import user_named
from warehouse.accounts.services.support import SupportService
from warehouse.email.models import EmailMessage
from warehouse.http import offline
from warehouse.security import SYSTEM
from warehouse.single_sign_on import queries

SECTION = "/manage/account/two-factor/"


def visit(client, provider, page, button, **person):
    """Click a button that leads to the provider, sign in there, and come back."""
    leaving = client.get(page.html.find(id=button)["href"])
    return client.get(provider.signs_in(leaving.location, **person)).follow()


def test_an_account_is_linked_once_its_person_says_so(client, db, identity_provider):
    user = make_user(db, "countess")
    client.sign_in(user)
    page = visit(client, identity_provider, client.get(SECTION), "link-identity", **ADA)
    assert queries.identities_of(db, user) == []
    page = page.forms["link"].submit().follow()
    assert "You can sign in as ada@corp.example by Example now." in said_on(page)
    again = client.get("/account/login/single-sign-on/?for=link").location
    page = client.get(identity_provider.signs_in(again, **ADA)).follow()
    page = page.forms["link"].submit().follow()
    [found] = queries.identities_of(db, user)
    assert page.html.find(id="link-identity") is None
    form = page.forms[f"unlink-{found.id}"]
    page = form.submit().follow()
    assert "The link is ended." in said_on(page)
    assert queries.identities_of(db, user) == []
    assert "The link is ended." in said_on(form.submit().follow())
    kinds = set(db.scalars(select(EmailMessage.kind)))
    assert kinds == {"identity-linked", "identity-unlinked"}
    history = client.get("/manage/account/history/?show=signing-in").html.text
    assert "An identity from outside was linked: ada@corp.example" in history


def test_an_identity_opens_one_account(client, db, identity_provider):
    link(db, make_user(db, "countess"), identity_provider)
    client.sign_in(make_user(db, "other"))
    page = visit(client, identity_provider, client.get(SECTION), "link-identity", **ADA)
    page = page.forms["link"].submit().follow()
    assert "is linked with another account here" in said_on(page)


def test_the_last_way_in_stays(client, db, identity_provider):
    sign_in_by(client, identity_provider, **ADA)
    page = client.get(SECTION)
    [form] = [each for name, each in page.forms.items() if str(name).startswith("unlink-")]
    page = form.submit().follow()
    assert "You could not sign in any more." in said_on(page)
    assert "ada@corp.example" in page


@pytest.mark.parametrize(
    ("claims", "said"),
    [
        ({}, None),
        ({"auth_time": 1_700_000_000}, "did not ask who you are"),
        ({"auth_time": None}, "did not ask who you are"),
        ({"sub": "somebody else"}, "No account here is linked"),
    ],
)
def test_people_without_a_password_confirm_at_the_provider(
    client, identity_provider, claims, said
):
    with freeze_time("2026-11-28 12:00:00") as clock:
        sign_in_by(client, identity_provider, **ADA)
        clock.tick(3600)
        page = client.get(SECTION)
        assert "password" not in page.forms["reauthenticate"].fields
        identity_provider.claims = claims
        page = visit(client, identity_provider, page, "confirm-outside", **ADA)
        again = client.get(SECTION)
    if said is None:
        assert page.html.h1.text == "Sign-in"
    else:
        assert said in said_on(page)
        assert again.html.h1.text == "Confirm that it is you"


@pytest.mark.parametrize(("seconds", "is_deleted"), [(1790, True), (1810, False)])
def test_a_recent_proof_stands_for_the_password_of_those_without(
    client, db, identity_provider, seconds, is_deleted
):
    with freeze_time("2026-11-28 12:00:00") as clock:
        sign_in_by(client, identity_provider, **ADA)
        form = client.get("/manage/account/delete/").forms["delete-account"]
        form["username"] = "ada"
        clock.tick(1700)
        # What is typed where they are asked again proves nothing.
        values = {"csrf_token": form["csrf_token"].value, "password": "anything"}
        values |= {"next_route_matchdict": "{}", "next_route_query": "{}"}
        values["next_route"] = "manage.account"
        client.post("/account/reauthenticate/", values, status=303)
        clock.tick(seconds - 1700)
        assert (form.submit().status_int == 303) == is_deleted
    assert (user_named(db, "ada") is None) == is_deleted


def test_people_with_a_passkey_and_no_password_confirm_by_it(client, db, identity_provider):
    with freeze_time("2026-11-28 12:00:00") as clock:
        sign_in_by(client, identity_provider, **ADA)
        user = user_named(db, "ada")
        give_key(db, user)
        user.security_keys[0].is_passkey = True
        db.commit()
        page = client.get(SECTION)
        [name] = [each for each in page.forms if str(each).startswith("unlink-")]
        page.forms[name].submit()
        form = client.get("/manage/account/delete/").forms["delete-account"]
        assert form["confirm_password"].attrs["type"] == "hidden"
        form["username"] = "ada"
        clock.tick(1700)
        assert form.submit().status_int == 303
    assert user_named(db, "ada") is None


def test_an_intruder_loses_the_identity_that_they_linked(client, db, identity_provider):
    user = make_user(db, "countess")
    link(db, user, identity_provider)
    client.sign_in(user)
    form = next(
        each
        for each in client.get("/manage/account/not-me/").forms.values()
        if "new_password" in each.fields
    )
    form["password"] = PASSWORD
    form["new_password"] = form["password_confirm"] = "another horse battery staple"
    form.submit()
    assert queries.identities_of(db, user) == []


def test_staff_who_reset_a_password_end_identities(client, db, registry, identity_provider):
    user = make_user(db, "countess")
    link(db, user, identity_provider)
    with offline(registry) as request:
        found = user_named(request.db, "countess")
        shown = queries.identities_of(request.db, found)
        assert [each.label for each in shown] == ["ada"]
        request.service(SupportService).reset_password(found, actor=SYSTEM)
    assert queries.identities_of(db, user) == []


@pytest.mark.parametrize(("age", "is_asked"), [(60, False), (3600, True), (None, False)])
def test_an_old_proof_does_not_become_a_new_one(client, identity_provider, age, is_asked):
    """Providers sign in without a question whoever is signed in there."""
    proved = None if age is None else int(time.time()) - age
    identity_provider.claims = {"auth_time": proved}
    sign_in_by(client, identity_provider, **ADA)
    page = client.get(SECTION)
    assert (page.html.find(id="confirm-outside") is not None) == is_asked
