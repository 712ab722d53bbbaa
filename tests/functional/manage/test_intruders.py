"""People who find something in their history that they did not do shut everybody out."""

import pytest
from sqlalchemy import select

from tests.factories.accounts import make_user
from tests.fixtures.client import PASSWORD, Client
from tests.functional.login.test_registration import mails
from warehouse.macaroons.models import Macaroon

NEW = "another one of seven llamas"


@pytest.fixture
def alice(client, db):
    user = make_user(db, "alice")
    client.sign_in(user)
    client.token(user, description="one")
    client.token(user, description="two")
    return user


@pytest.fixture
def thief(client, alice):
    """Another browser that is signed in to the account."""
    thief = Client(client.app, client.registry)
    thief.sign_in(alice)
    thief.get("/manage/account/", status=200)
    return thief


def end(client, password=PASSWORD, new=NEW, again=NEW):
    page = client.get("/manage/account/history/").click("This was not me")
    assert "2 API tokens are revoked." in page.text
    form = page.forms["intruders"]
    form["password"], form["new_password"], form["password_confirm"] = password, new, again
    return form.submit(expect_errors=True)


def test_sessions_tokens_and_password_end_together(client, db, alice, thief):
    client.token(make_user(db, "bob"))
    assert "all tokens are revoked" in end(client).follow().text
    client.get("/manage/account/", status=200)
    thief.get("/manage/account/", status=303)
    assert [each.user.username for each in db.scalars(select(Macaroon))] == ["bob"]
    assert "- one" in mails(db, "tokens-revoked")[0].body
    client.reset()
    assert client.sign_in(alice).status_int == 200
    assert client.sign_in(alice, NEW).status_int == 303


@pytest.mark.parametrize(
    "values", [{"password": "wrong"}, {"again": "other"}, {"new": "12345678"}]
)
def test_a_refused_form_ends_nothing(client, db, alice, thief, values):
    assert "form__error" in end(client, **values).text
    thief.get("/manage/account/", status=200)
    assert len(db.scalars(select(Macaroon)).all()) == 2
