"""A good token is accepted, and every other credential is answered with the reason."""

import base64
from datetime import timedelta

import pytest

from tests.builders import forms
from tests.builders.tokens import attenuated
from tests.builders.wheels import wheel
from tests.factories.accounts import make_user
from tests.factories.packaging import make_project
from warehouse.accounts.models import DisableReason
from warehouse.macaroons import wire
from warehouse.macaroons.models import Macaroon

WHEEL = "example-1.0-py3-none-any.whl"
UNKNOWN = "403 Invalid or non-existent authentication information."
NO_PASSWORDS = "403 Username/Password authentication is no longer supported."
INVALID = "403 Invalid API Token: "


@pytest.fixture
def alice(db):
    return make_user(db, "alice")


@pytest.fixture
def send(client):
    content = wheel()
    body = forms.body(forms.fields(WHEEL, content), WHEEL, content)

    def send(authorization):
        headers = (
            forms.headers(Authorization=authorization)
            if authorization
            else (forms.headers())
        )
        answer = client.post("/legacy/", body, headers=headers, status="*")
        assert "WWW-Authenticate" not in answer.headers
        assert "Authorization" in answer.headers["Vary"]
        return answer

    return send


def basic(username, password):
    pair = f"{username}:{password}".encode()
    return "Basic " + base64.b64encode(pair).decode()


@pytest.mark.parametrize(
    "form",
    [
        lambda token: basic("__token__", token),
        lambda token: basic("@token", token),
        lambda token: basic("__token__", f" {token}\n"),
        lambda token: basic("__token__", token).replace("Basic", "bAsIc"),
        lambda token: f"Bearer {token}",
        lambda token: f"bearer  {token} ",
        lambda token: f"token {token}",
    ],
    ids=range(7),
)
def test_a_token_in_each_form(client, alice, send, form):
    assert send(form(client.token(alice))).status_int == 200


@pytest.mark.parametrize(
    ("authorization", "status"),
    [
        (None, UNKNOWN),
        ("", UNKNOWN),
        ("Basic", UNKNOWN),
        ("Basic !!!", UNKNOWN),
        ("Basic " + base64.b64encode(b"no colon").decode(), UNKNOWN),
        ("Basic " + base64.b64encode(b"\xff\xfe:\xff").decode(), UNKNOWN),
        ("Digest username=x", UNKNOWN),
        ("Bearer", UNKNOWN),
        ("Bearer pypi-", UNKNOWN),
        ("Bearer pypi-AgEI", UNKNOWN),
        ("Bearer " + "x" * 15_000, UNKNOWN),
        ("Negotiate é", UNKNOWN),
        (basic("__token__", ""), UNKNOWN),
        (basic("__token__", "hunter2"), UNKNOWN),
        (basic("alice", "correct horse battery staple"), NO_PASSWORDS),
        (basic("alice", "pypi-AgEI"), NO_PASSWORDS),
        (basic("", ""), NO_PASSWORDS),
    ],
)
def test_a_wrong_credential_is_refused(alice, send, authorization, status):
    assert send(authorization).status.startswith(status)


def test_a_password_is_answered_with_the_way_out(alice, send):
    text = send(basic("alice", "secret")).text
    assert "/help/#apitoken" in text
    assert "/help/#trusted-publishers" in text
    assert "secret" not in text
    assert "/help/#invalid-auth" in send(None).text


@pytest.mark.parametrize(
    "change",
    [
        {"is_frozen": True},
        {"disabled_for": DisableReason.ADMIN_INITIATED},
        {"disabled_for": DisableReason.PASSWORD_COMPROMISED},
    ],
    ids=str,
)
def test_an_account_that_is_closed(client, db, alice, send, change):
    token = client.token(alice)
    for name, value in change.items():
        setattr(alice, name, value)
    db.commit()
    assert send(f"Bearer {token}").status.startswith(UNKNOWN)


def test_a_token_that_was_revoked(client, db, alice, send):
    token = client.token(alice)
    db.query(Macaroon).delete()
    db.commit()
    assert send(f"Bearer {token}").status.startswith(UNKNOWN)


def test_a_token_that_was_forged(client, alice, send):
    token = wire.parse(client.token(alice))
    forged = wire.Token(token.location, token.identifier, token.caveats, b"x" * 32)
    status = send(f"Bearer {wire.text_of(forged)}").status
    assert status.startswith(f"{INVALID}signatures do not match")
    wider = wire.Token(token.location, token.identifier, (), token.signature)
    assert send(f"Bearer {wire.text_of(wider)}").status.startswith(INVALID)


def test_a_token_that_is_expired(client, alice, send):
    token = client.token(alice, lifetime=timedelta(seconds=-1))
    assert send(f"Bearer {token}").status.startswith(f"{INVALID}token is expired")


@pytest.mark.parametrize(
    ("caveat", "problem"),
    [
        (b"[0,1,0]", "token is expired"),
        (b'[1,["other"]]', "project-scoped token is not valid for project: 'example'"),
        (b'[3,"nobody"]', "current user does not match user restriction in token"),
        (b"[99]", "caveat has the unknown tag 99"),
        (b'[100,"read"]', "this needs a token with the permission 'publish'"),
        (b"nonsense", "caveat is not JSON"),
    ],
)
def test_a_token_that_its_holder_narrowed(client, db, alice, send, caveat, problem):
    make_project(db, "example", owner=alice)
    token = attenuated(wire.parse(client.token(alice)), caveat)
    answer = send(f"Bearer {wire.text_of(token)}")
    assert answer.status_int == 403
    assert f"Invalid API Token: {problem}" in answer.status


def test_a_token_for_another_project(client, db, alice, send):
    make_project(db, "example", owner=alice)
    other = make_project(db, "other", owner=alice)
    answer = send(f"Bearer {client.token(alice, projects=[other])}")
    assert answer.status.startswith(f"{INVALID}project-scoped token is not valid for")


def test_a_token_for_a_project_makes_no_new_one(client, db, alice, send):
    other = make_project(db, "other", owner=alice)
    answer = send(f"Bearer {client.token(alice, projects=[other])}")
    assert answer.status_int == 403
    client.get("/simple/example/", status=404)


def test_a_role_is_needed_now_and_not_only_when_the_token_was_made(client, db, send):
    owner, former = make_user(db), make_user(db)
    project = make_project(db, "example", owner=owner)
    token = client.token(former, projects=[project])
    assert send(f"Bearer {token}").status.startswith("403 ")


def test_a_token_opens_no_page(client, alice):
    headers = {"Authorization": f"Bearer {client.token(alice)}"}
    client.get("/manage/account/", headers=headers, status=303)


def test_a_use_is_remembered(client, db, alice, send):
    token = client.token(alice)
    assert db.query(Macaroon).one().last_used is None
    db.commit()
    send(f"Bearer {token}")
    assert db.query(Macaroon).one().last_used is not None
