"""People whose mail was sent elsewhere take the account back, and shut others out."""

import pytest
from sqlalchemy import select

from tests.factories.accounts import make_user
from tests.fixtures.client import Client
from tests.functional.login.test_registration import mails
from warehouse.accounts.models import Email
from warehouse.accounts.services.primary import PrimaryAddressService
from warehouse.events.models import UserEvent
from warehouse.http import offline
from warehouse.macaroons.models import Macaroon


@pytest.fixture
def stolen(client, db, registry):
    """An account whose primary address is another now; return the link to undo that."""
    user = make_user(db, "alice")
    user.emails[0].email = "thief@example.org"
    db.commit()
    client.token(user, description="laptop")
    client.token(user, description="thief's own")
    client.token(make_user(db, "bob"))
    with offline(registry) as request:
        service = request.service(PrimaryAddressService)
        link = service.undo_link(user, "alice@example.com")
    return user, f"/account/undo-email-change/?token={link}"


def test_tokens_end_with_the_sessions_and_the_owner_is_told(client, db, stolen):
    user, link = stolen
    thief = Client(client.app, client.registry)
    thief.sign_in(user)
    page = client.get(link)
    assert "2 API tokens are revoked." in page
    page.forms["undo"].submit()
    db.expire_all()
    assert [each.user.username for each in db.scalars(select(Macaroon))] == ["bob"]
    thief.get("/manage/account/", status=303)
    [mail] = mails(db, "tokens-revoked")
    assert mail.recipient == "alice@example.com"
    assert "- laptop" in mail.body
    assert "- thief's own" in mail.body
    tags = db.scalars(select(UserEvent.tag).where(UserEvent.source_id == user.id)).all()
    assert tags.count("account:api_token:removed") == 2
    assert tags.count("account:email:primary:undo") == 1


def test_an_account_without_tokens_is_told_of_none(client, db, stolen):
    user, link = stolen
    for each in db.scalars(select(Macaroon).where(Macaroon.user_id == user.id)):
        db.delete(each)
    db.commit()
    assert "API token" not in client.get(link).html.find("main").text
    client.get(link).forms["undo"].submit()
    assert mails(db, "tokens-revoked") == []
    assert db.scalars(select(Email.email).where(Email.user_id == user.id)).all() == [
        "alice@example.com"
    ]
