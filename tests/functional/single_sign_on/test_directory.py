"""Signing in with a password that the directory of the index knows."""

from datetime import UTC, datetime

import pytest
from freezegun import freeze_time

from tests.builders.directories import BASE
from tests.factories.accounts import make_user
from tests.fixtures.client import PASSWORD, Client
from tests.functional.login.factors import code_of, confirmed, give_totp
from warehouse.accounts import queries
from warehouse.accounts.passwords import PasswordHasher
from warehouse.db import SessionFactory
from warehouse.http import offline
from warehouse.security import SYSTEM
from warehouse.single_sign_on.directory import Directory
from warehouse.single_sign_on.queries import identities_of
from warehouse.single_sign_on.services import IdentityService

ADA = f"uid=ada,{BASE}"
ACCOUNT = "/manage/account/"


def enter(client, name, password):
    """Fill in the form of the sign-in page."""
    form = client.get("/account/login/").forms["sign-in"]
    form["username"], form["password"] = name, password
    return form.submit(expect_errors=True)


def is_signed_in(client):
    """Return whether the browser has the session of somebody."""
    return client.get(ACCOUNT).status_int == 200


def test_somebody_new_gets_an_account_at_once(client, db, people):
    assert enter(client, "ada", "secret").location == f"http://localhost{ACCOUNT}"
    user = queries.user_named(db, "ada")
    assert (user.name, user.password) == ("Ada Lovelace", "!")
    assert user.has_verified_primary_email
    client.reset()
    assert enter(client, "ADA", "secret").status_int == 303
    assert is_signed_in(client)


@pytest.mark.parametrize("is_known", [True, False])
def test_a_wrong_password_opens_nothing(client, people, is_known):
    if is_known:
        enter(client, "ada", "secret")
        client.reset()
    page = enter(client, "ada", "wrong")
    assert "The password is not right." in page
    assert not is_signed_in(client)


def test_tries_are_counted_for_each_name(client, people):
    for number in range(10):
        page = enter(client, "ada", f"wrong {number}")
    page = enter(client, "ada", "secret")
    assert page.status_int == 429
    assert len(people.binds) == 10


def test_a_local_account_has_its_own_password(client, db, people):
    make_user(db, "ada")
    assert "The password is not right." in enter(client, "ada", "secret")
    assert people.binds == []
    assert enter(client, "ada", PASSWORD).status_int == 303


def test_somebody_whose_name_is_taken_chooses_another_one(client, db, people):
    """The password goes to the directory alone, and opens the account of nobody else."""
    make_user(db, "ada")
    page = client.get("/account/login/").click("Sign in with its password")
    form = page.forms["sign-in"]
    form["username"], form["password"] = "ada", PASSWORD
    assert "The password is not right." in form.submit()
    form["password"] = "secret"
    form = form.submit().follow().forms["newcomer"]
    assert form["username"].value == ""
    form["username"] = "lovelace"
    form.submit()
    assert "ada@corp.example" in client.get(ACCOUNT)
    client.reset()
    assert enter(client, "lovelace", "secret").status_int == 303
    assert is_signed_in(client)


def test_staff_who_chose_a_password_are_not_opened_by_the_directory(client, db, people):
    enter(client, "ada", "secret")
    user = queries.user_named(db, "ada")
    user.is_superuser, user.password = True, PasswordHasher().hash(PASSWORD)
    db.commit()
    other = Client(client.app, client.registry)
    for path in ("/account/login/", "/account/login/?by=directory"):
        form = other.get(path).forms["sign-in"]
        form["username"], form["password"] = "ada", "secret"
        assert "The password is not right." in form.submit()
    assert enter(other, "ada", PASSWORD).status_int == 303


class Watched(Directory):
    """Notes whether a session is open on the connection while it is asked."""

    def __init__(self, registry):
        super().__init__(registry.settings["warehouse"].directory)
        self.connection = registry[SessionFactory].make.kw["bind"]
        self.held = []

    def assertion(self, username, password):
        self.held.append(self.connection.in_nested_transaction())
        return super().assertion(username, password)


def test_no_connection_to_the_database_waits_for_the_directory(
    client, registry, people, monkeypatch
):
    watched = Watched(registry)
    monkeypatch.setitem(registry, Directory, watched)
    for password in ("secret", "secret", "wrong"):
        enter(client, "ada", password)
        client.reset()
    assert watched.held == [False, False, False]


def test_an_account_is_never_joined_by_its_address(client, db, people):
    people.people[ADA][1]["mail"] = ["countess@example.com"]
    make_user(db, "countess")
    page = enter(client, "ada", "secret")
    assert "An account here has the address countess@example.com." in page
    assert not is_signed_in(client)


def test_an_administrator_signs_in_though_the_directory_is_down(client, db, people):
    enter(client, "ada", "secret")
    client.reset()
    people.is_down = True
    make_user(db, "operator", is_superuser=True)
    for name in ("ada", "grace"):
        page = enter(client, name, "secret")
        assert "Your password cannot be checked at the moment" in page
        assert not is_signed_in(client)
    assert enter(client, "operator", PASSWORD).status_int == 303
    assert is_signed_in(client)


def test_people_are_told_apart_by_their_ids(client, db, people):
    enter(client, "ada", "secret")
    client.reset()
    password, attributes = people.people.pop(ADA)
    assert "The password is not right." in enter(client, "ada", "secret")
    people.people[f"uid=lovelace,{BASE}"] = (password, attributes)
    assert enter(client, "lovelace", "secret").status_int == 303
    assert "ada@corp.example" in client.get(ACCOUNT)
    client.reset()
    people.add("ada", "of another person")
    assert "The password is not right." in enter(client, "ada", "of another person")
    attributes["entryUUID"] = ["id of another person"]
    assert "The password is not right." in enter(client, "ada", "secret")


def test_the_second_factor_and_the_password_are_asked_as_ever(client, db, people):
    with freeze_time("2026-11-28 12:00:00") as clock:
        enter(client, "ada", "secret")
        secret = give_totp(db, queries.user_named(db, "ada"))
        client.reset()
        form = enter(client, "ada", "secret").follow().forms["totp"]
        form["totp_value"] = code_of(secret)
        form.submit()
        clock.tick(3600)
        page = client.get("/manage/account/two-factor/")
        page = confirmed(page, "secret")
        assert page.html.h1.text == "Sign-in"


def test_an_account_that_staff_closed_stays_closed(client, db, people):
    enter(client, "ada", "secret")
    queries.user_named(db, "ada").is_frozen = True
    db.commit()
    other = Client(client.app, client.registry)
    assert "This account is suspended." in enter(other, "ada", "secret")


def test_a_wrong_password_confirms_nothing(client, db, people):
    with freeze_time("2026-11-28 12:00:00") as clock:
        enter(client, "ada", "secret")
        clock.tick(3600)
        form = client.get("/manage/account/two-factor/").forms["reauthenticate"]
        form["password"] = "wrong"
        form.submit(expect_errors=True)
        assert client.get("/manage/account/two-factor/").html.h1.text != "Sign-in"


def link_with(client, name, password):
    """Fill in the form of the page that links."""
    form = client.get("/manage/account/directory/").forms["link-directory"]
    form["username"], form["password"] = name, password
    return form.submit().follow()


def test_an_account_from_before_is_linked_and_opened_by_the_directory(client, db, people):
    user = make_user(db, "countess")
    client.sign_in(user)
    page = client.get("/manage/account/two-factor/").click("Link with the directory")
    assert "no longer does, until you end the link" in page
    assert "The password is not right." in link_with(client, "ada", "wrong")
    assert "You can sign in as ada" in link_with(client, "ada", "secret")
    client.get("/manage/account/directory/", status=404)
    client.reset()
    assert "The password is not right." in enter(client, "countess", PASSWORD)
    assert enter(client, "countess", "secret").status_int == 303
    page = client.get("/manage/account/two-factor/")
    [form] = [each for name, each in page.forms.items() if str(name).startswith("unlink-")]
    form.submit()
    client.reset()
    assert enter(client, "countess", PASSWORD).status_int == 303


def test_a_person_of_the_directory_has_one_account(client, db, people):
    enter(client, "ada", "secret")
    client.reset()
    client.sign_in(make_user(db, "other"))
    assert "is linked with another account here" in link_with(client, "ada", "secret")
    for number in range(12):
        page = link_with(client, "ada", f"wrong {number}")
    assert "Try again" in page
    assert len(people.binds) < 14


def test_a_directory_is_linked_with_no_account_of_staff(client, db, people):
    client.sign_in(make_user(db, "boss", is_superuser=True))
    client.get("/manage/account/directory/", status=404)


@pytest.mark.parametrize("is_first", [True, False])
def test_an_intruder_keeps_no_way_by_the_directory(client, db, registry, people, is_first):
    """Only the identity that an account was made for stays."""
    if is_first:
        enter(client, "ada", "secret")
    else:
        client.sign_in(make_user(db, "ada", date_joined=datetime(2026, 1, 1, tzinfo=UTC)))
        link_with(client, "ada", "secret")
    user = queries.user_named(db, "ada")
    with offline(registry) as request:
        found = queries.user_by_id(request.db, user.id)
        request.service(IdentityService).unlink_all(found, actor=SYSTEM)
        request.db.commit()
    assert len(identities_of(db, user)) == is_first
