"""Registering as a stranger does, and proving that one reads the address."""

import re

from sqlalchemy import select

from tests.fixtures.client import PASSWORD
from warehouse.accounts.models import User
from warehouse.email.models import EmailMessage
from warehouse.events.models import UserEvent


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
