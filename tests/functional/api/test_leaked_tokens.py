"""Tokens that a scanner found in public are revoked, and their owners told."""

import json

import pytest
from sqlalchemy import select

from tests.builders.signatures import Signer
from tests.builders.tokens import attenuated
from tests.factories.accounts import make_user
from tests.factories.packaging import make_project
from warehouse.api.views.leaked_tokens import Scanner, Scanners
from warehouse.email.models import EmailMessage
from warehouse.events.models import ProjectEvent, UserEvent
from warehouse.macaroons import wire
from warehouse.macaroons.models import Macaroon
from warehouse.security.signed_reports import PublicKeys

PATHS = ["/_/secrets/disclose-token", "/_/github/disclose-token"]
PATH = PATHS[0]
GITHUB, GOOGLE = Signer("of GitHub"), Signer("of Google")
PREFIXES = {"GITHUB-PUBLIC-KEY": GITHUB, "GOSST-PUBLIC-KEY": GOOGLE}


@pytest.fixture(autouse=True)
def scanners(registry, tmp_path, monkeypatch):
    known = Scanners(
        Scanner(each.identifier, prefix, PublicKeys(str(each.publish(tmp_path / prefix))))
        for prefix, each in PREFIXES.items()
    )
    monkeypatch.setitem(registry, Scanners, known)


@pytest.fixture
def alice(db):
    return make_user(db, "alice")


@pytest.fixture
def report(client):
    """Send a signed report of items."""

    def send(items, path=PATH, prefix="GITHUB-PUBLIC-KEY", status=204):
        body = json.dumps(items).encode()
        signer = PREFIXES[prefix]
        headers = {
            f"{prefix}-IDENTIFIER": signer.identifier,
            f"{prefix}-SIGNATURE": signer.sign(body),
        }
        return client.post(path, body, headers=headers, status=status)

    return send


def leak(token, **values):
    found = {"token": token, "type": "pypi_api_token", "url": "https://example.com/x"}
    return {**found, **values}


def left(db):
    db.expire_all()
    return len(db.scalars(select(Macaroon)).all())


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("prefix", PREFIXES)
def test_a_leaked_token_is_revoked_and_its_owner_told(
    client, db, alice, report, path, prefix
):
    alice.emails[0].verified = False
    project = make_project(db, "foo", owner=alice)
    token = client.token(alice, projects=[project])
    assert report([leak(token, source="content")], path, prefix).body == b""
    assert left(db) == 0
    [message] = db.scalars(select(EmailMessage)).all()
    assert (message.kind, message.recipient) == (
        "token-compromised-leak",
        "alice@example.com",
    )
    assert "https://example.com/x" in message.body
    assert PREFIXES[prefix].identifier in message.body
    tagged = UserEvent.tag == "account:api_token:removed_leak"
    event = db.scalars(select(UserEvent).where(tagged)).one()
    assert event.additional["public_url"] == "https://example.com/x"
    assert token not in json.dumps(event.additional)
    assert db.scalars(
        select(ProjectEvent).where(ProjectEvent.tag == "project:api_token:removed")
    ).one()


def test_a_narrowed_token_is_one_that_leaked_too(client, db, alice, report):
    token = attenuated(wire.parse(client.token(alice)), b"[0,1,0]")
    report([leak(wire.text_of(token))])
    assert left(db) == 0


def test_items_that_are_no_tokens_are_skipped(client, db, alice, report):
    token = client.token(alice)
    parsed = wire.parse(token)
    forged = wire.Token(parsed.location, parsed.identifier, parsed.caveats, b"x" * 32)
    report(
        [
            leak(wire.text_of(forged)),
            leak("pypi-AgEI"),
            leak("nonsense"),
            leak(token, type="something else"),
            leak(7),
            leak(token, url=None),
            "text",
            None,
            [],
            {},
        ]
    )
    assert left(db) == 1
    report([leak("nonsense"), leak(token), leak(token)])
    assert left(db) == 0


@pytest.mark.parametrize(
    ("change", "status", "text"),
    [
        ({"GITHUB-PUBLIC-KEY-SIGNATURE": "AAAA"}, 400, "Invalid signature"),
        ({"GITHUB-PUBLIC-KEY-IDENTIFIER": "unknown"}, 400, "Invalid signature"),
        ({"GITHUB-PUBLIC-KEY-SIGNATURE": ""}, 404, "There is nothing here"),
    ],
)
def test_a_report_that_is_not_signed_is_refused(client, db, alice, change, status, text):
    body = json.dumps([leak(client.token(alice))]).encode()
    headers = {
        "GITHUB-PUBLIC-KEY-IDENTIFIER": GITHUB.identifier,
        "GITHUB-PUBLIC-KEY-SIGNATURE": GITHUB.sign(body),
        "Accept": "text/plain",
        **change,
    }
    assert text in client.post(PATH, body, headers=headers, status=status).text
    assert left(db) == 1


def test_the_key_of_one_scanner_is_not_that_of_another(client, db, alice):
    body = json.dumps([leak(client.token(alice))]).encode()
    headers = {
        "GITHUB-PUBLIC-KEY-IDENTIFIER": GOOGLE.identifier,
        "GITHUB-PUBLIC-KEY-SIGNATURE": GOOGLE.sign(body),
    }
    client.post(PATH, body, headers=headers, status=400)
    assert left(db) == 1


@pytest.mark.parametrize("items", [{}, "text", None, 7])
def test_a_report_that_is_no_list_is_refused(report, items):
    assert "payload is not a list" in report(items, status=400).json["message"]


def test_nothing_is_taken_unless_keys_are_set(client, registry, monkeypatch):
    monkeypatch.setitem(registry, Scanners, Scanners())
    body = b"[]"
    headers = {
        "GITHUB-PUBLIC-KEY-IDENTIFIER": GITHUB.identifier,
        "GITHUB-PUBLIC-KEY-SIGNATURE": GITHUB.sign(body),
    }
    client.post(PATH, body, headers=headers, status=404)
