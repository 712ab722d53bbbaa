"""A mail service tells, in signed calls, what became of our messages."""

import json

import pytest
from sqlalchemy import select

from tests.builders.webhooks import signed
from tests.builders.wheels import wheel
from tests.factories.accounts import make_user
from tests.functional.forklift.conftest import Uploader
from warehouse.accounts.emails import PasswordChangedMail
from warehouse.accounts.models import Email, UnverifyReason
from warehouse.email import Outbox, Recipient
from warehouse.email.models import EmailMessage, MailStatus
from warehouse.events.models import UserEvent
from warehouse.http import offline
from warehouse.security.webhooks import WebhookSecrets

PATH = "/_/mail/events"
NEW, FORMER = "whsec_" + "bmV3" * 8, "the one before it, which is still used"


@pytest.fixture
def secrets(registry, monkeypatch):
    monkeypatch.setitem(registry, WebhookSecrets, WebhookSecrets([NEW, FORMER]))


@pytest.fixture
def ann(db):
    return make_user(db, "ann")


@pytest.fixture
def inbox(start_smtp, through):
    server = start_smtp()
    through(f"smtp://127.0.0.1:{server.port}?starttls=no")
    return server.inbox


@pytest.fixture
def message(registry, ann, inbox):
    with offline(registry) as request:
        to = Recipient("ann@example.com", user_id=ann.id)
        request.service(Outbox).send(PasswordChangedMail("ann"), to=to)
    return inbox.received[-1]


@pytest.fixture
def send(client, db, secrets):
    """Send a signed list of events."""

    def call(*events, secret=NEW, status=204, **options):
        body = json.dumps(events).encode()
        headers = signed(body, secret, **options)
        answer = client.post(PATH, body, headers=headers, status=status)
        db.expire_all()
        return answer

    return call


def event(message, kind="bounced", **values):
    found = {"type": kind, "message_id": message["Message-ID"]}
    return {**found, "recipient": "ann@example.com", **values}


def email_of(db):
    return db.scalar(select(Email).where(Email.email == "ann@example.com"))


def status_of(db):
    return db.scalar(select(EmailMessage.status))


@pytest.mark.parametrize("secret", [NEW, FORMER])
def test_a_bounce_un_verifies_the_address(db, message, send, secret):
    send(event(message, detail="550 no such\nmailbox"), secret=secret)
    assert email_of(db).unverify_reason is UnverifyReason.HARD_BOUNCE
    assert not email_of(db).verified
    row = db.scalars(select(EmailMessage)).one()
    assert (row.status, row.problem) == (MailStatus.BOUNCED, "550 no such mailbox")


@pytest.mark.parametrize("kind", ["delivered", "soft_bounced", "complained"])
def test_all_that_may_become_of_a_message(db, message, send, kind):
    send(event(message, kind, message_id=message["Message-ID"].strip("<>")))
    assert status_of(db) == kind.replace("_", " ")


def test_the_worst_that_was_told_stays(db, message, send):
    send(event(message, "complained"), event(message, "bounced"))
    send(event(message, "delivered"))
    assert status_of(db) is MailStatus.COMPLAINED
    assert email_of(db).unverify_reason is UnverifyReason.SPAM_COMPLAINT


def test_a_call_that_is_sent_again_changes_nothing(db, message, send):
    for _ in range(8):
        send(event(message, "soft_bounced"))
    assert (email_of(db).transient_bounces, email_of(db).verified) == (1, True)


@pytest.mark.parametrize(
    "values",
    [
        {"recipient": "bob@example.com"},
        {"message_id": "<another@localhost>"},
        {"message_id": "\0"},
        {"recipient": ""},
    ],
)
def test_events_of_unknown_messages_are_taken_and_ignored(db, message, send, values):
    send(event(message, **values))
    assert email_of(db).verified


@pytest.mark.parametrize(
    "change",
    [
        {"Webhook-Signature": ""},
        {"Webhook-Signature": "v1,AAAA"},
        {"Webhook-Signature": "v1,é"},
        {"Webhook-Signature": "v2,{}"},
        {"Webhook-Id": "msg_2"},
        {"Webhook-Id": ""},
        {"Webhook-Timestamp": "0"},
        {"Webhook-Timestamp": "soon"},
        {"Webhook-Timestamp": "9" * 400},
    ],
)
def test_a_call_that_is_not_signed_is_refused(client, db, message, secrets, change):
    body = json.dumps([event(message)]).encode()
    headers = signed(body, NEW)
    right = headers["Webhook-Signature"].removeprefix("v1,")
    headers.update({name: value.format(right) for name, value in change.items()})
    answer = client.post(PATH, body, headers=headers, status=403)
    assert "Webhook-" in answer.json["message"]
    db.expire_all()
    assert email_of(db).verified


@pytest.mark.parametrize("age", [-400, 301, 86_400])
def test_an_old_call_is_refused_though_it_was_signed(db, message, send, age):
    answer = send(event(message), age=age, status=403)
    assert "300 seconds" in answer.json["message"]
    assert email_of(db).verified


def test_the_body_cannot_be_another(client, db, message, secrets):
    headers = signed(b"[]", NEW)
    body = json.dumps([event(message)]).encode()
    client.post(PATH, body, headers=headers, status=403)
    client.post(PATH, b"[] ", headers=headers, status=403)
    client.post(PATH, b"[]", headers=headers, status=204)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "no JSON"),
        (b"{}", "not a list"),
        (b"[" * 100_000, "no JSON"),
        (b"[" + b"1," * 1000 + b"1]", "at most 1000"),
        (b"[1]", "Event 0 has no type"),
        (b'[{"type": "bounced", "message_id": 3}]', "Event 0 has no message_id"),
        (b'[{"type": "bounced", "message_id": "<x>"}]', "Event 0 has no recipient"),
        (b'[{"type": "x", "message_id": "", "recipient": ""}]', "delivered, soft_bounced"),
    ],
)
def test_a_body_that_is_no_list_of_events_is_refused(client, secrets, body, words):
    answer = client.post(PATH, body, headers=signed(body, NEW), status=400)
    assert words in answer.json["message"]


def test_one_wrong_event_of_a_list_keeps_all_from_counting(db, message, send):
    send(event(message), {"type": "x"}, status=400)
    assert email_of(db).verified


def test_large_bodies_are_refused(client, secrets):
    body = b"[" + b" " * 30_000_000 + b"]"
    client.post(PATH, body, headers=signed(body, NEW), status=413)


def test_without_a_secret_there_is_no_such_endpoint(client):
    body = b"[]"
    client.post(PATH, body, headers=signed(body, ""), status=404)
    client.get(PATH, status=405)


def link_in(message):
    text = message.get_body(("plain",)).get_content()
    return next(each for each in text.split() if "token=" in each)


def test_nobody_uploads_or_manages_until_the_address_is_verified_again(
    client, db, ann, inbox, message, send
):
    uploader = Uploader(client, ann)
    send(event(message))
    refused = uploader.send("example-1.0-py3-none-any.whl", wheel())
    assert refused.status.startswith("403 User 'ann' does not have a verified primary")
    client.sign_in(ann)
    page = client.get("/manage/account/token/", status=303).follow()
    assert "came back" in page.text
    page.forms["send-again"].submit(status=303)
    client.get(link_in(inbox.received[-1]).partition("localhost")[2], status=303)
    db.expire_all()
    email = email_of(db)
    assert (email.verified, email.unverify_reason) == (True, None)
    client.get("/manage/account/token/", status=200)
    uploader.send("example-1.0-py3-none-any.whl", wheel(), status=200)
    tags = db.scalars(select(UserEvent.tag).where(UserEvent.source_id == ann.id))
    assert {"account:email:unverified", "account:email:verified"} <= set(tags)
