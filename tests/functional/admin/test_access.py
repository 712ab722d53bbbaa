"""API tokens and IP addresses in the hands of staff."""

import hashlib

import pytest
from sqlalchemy import select

from tests.factories.accounts import make_user
from tests.functional.admin.acting import act
from warehouse.email.models import EmailMessage
from warehouse.events.models import IPAddress
from warehouse.macaroons.models import Macaroon
from warehouse.macaroons.services import TokenService
from warehouse.security import SYSTEM


@pytest.fixture
def minted(db):
    tokens = TokenService(db, lambda signal: None)
    user = make_user(db, "ada")
    text, row = tokens.mint(user, description="CI", location="here", actor=SYSTEM)
    db.commit()
    return text, row


def decode(admin, text):
    form = admin.get("/admin/token/decode").forms["decode"]
    form["token"] = text
    return form.submit().text


def test_a_token_is_known_by_text_hash_and_id(admin, minted):
    text, row = minted
    for each in (text, hashlib.sha256(text.encode()).hexdigest(), str(row.id)):
        page = decode(admin, each)
        assert f"/admin/macaroons/{row.id}/" in page
        assert text not in page
    assert "Signature is right</dt><dd>yes" in decode(admin, text)
    assert "There is no such token" in decode(admin, "0" * 64)
    assert "This is no token" in decode(admin, "pypi-nonsense")


@pytest.mark.parametrize(("notify", "mails"), [(True, 1), (False, 0)])
def test_a_token_is_revoked_and_its_owner_perhaps_told(admin, db, minted, notify, mails):
    _, row = minted
    assert "CI" in admin.get(f"/admin/macaroons/{row.id}/").text
    path = f"/admin/macaroons/{row.id}/delete/"
    act(admin, path, notify=notify, reason="was on a slide").follow()
    assert db.scalars(select(Macaroon)).all() == []
    found = db.scalars(select(EmailMessage)).all()
    assert len(found) == mails
    assert all("was on a slide" in each.body for each in found)
    admin.get(f"/admin/macaroons/{row.id}/", status=404)


def test_an_address_shows_who_acted_from_it(admin, db):
    act(admin, "/admin/users/root/edit/", is_moderator=True).follow()
    [row] = db.scalars(select(IPAddress))
    assert "/admin/users/root/" in admin.get(f"/admin/ip-addresses/{row.ip_address}/").text
    assert "Nothing was done from it." in admin.get("/admin/ip-addresses/2001:db8::1/").text
    admin.get("/admin/ip-addresses/nothing/", status=404)


def test_sessions_from_a_banned_address_are_refused_at_once(admin, db):
    own = act(admin, "/admin/ip-addresses/198.51.100.7/ban/").text
    assert "you would lock yourself out" in own
    act(admin, "/admin/ip-addresses/192.0.2.7/ban/").follow()
    banned = {"REMOTE_ADDR": "192.0.2.7"}
    answer = admin.get("/admin/", extra_environ=banned, status=303)
    assert "/account/login/" in answer.location
    page = admin.get(answer.location, extra_environ=banned)
    assert "Nobody can act from your network address" in page.text
    admin.get("/admin/")
    act(admin, "/admin/ip-addresses/192.0.2.7/unban/").follow()
    admin.get("/admin/", extra_environ=banned)
