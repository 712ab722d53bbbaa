"""Webhooks get everything that happened: signed, in order, and for as long as it takes."""

import json
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders.receivers import OK
from tests.factories.accounts import make_user
from tests.factories.organizations import make_organization
from tests.factories.packaging import make_project, make_release
from warehouse.db import SessionFactory
from warehouse.db.locks import lock_name
from warehouse.email.models import EmailMessage
from warehouse.events.models import ProjectEvent
from warehouse.http import offline
from warehouse.outbound import OutboundClient
from warehouse.packaging.models import JournalEntry, Release
from warehouse.packaging.services import YankService
from warehouse.security import SYSTEM
from warehouse.security.webhooks import WebhookRefused as SignatureRefused
from warehouse.security.webhooks import WebhookSecrets
from warehouse.webhooks.models import (
    DeliveryState,
    WebhookDelivery,
    WebhookState,
)
from warehouse.webhooks.tasks import call_webhook, forget_webhooks, sweep_webhooks

FAILURE = b"HTTP/1.1 500 Broken\r\n\r\nno\0 idea"


@pytest.fixture
def release(db):
    """A release of a project that somebody owns."""
    owner = make_user(db, "ada")
    return make_release(db, make_project(db, "eggs", owner=owner), "1.0")


@pytest.fixture
def yank(registry, release):
    """Yank the release and take that back, as one request does."""

    def run():
        with offline(registry) as request:
            found, service = (
                request.db.get(Release, release.id),
                request.service(YankService),
            )
            service.yank(found, reason="bad", actor=SYSTEM)
            service.unyank(found, actor=SYSTEM)

    return run


@pytest.fixture
def sweep(registry, db):
    """Let time pass, and have the sweep run."""

    def run(webhook, **columns):
        db.expire_all()
        webhook.next_try = datetime.now(UTC) - timedelta(seconds=1)
        for name, value in columns.items():
            setattr(webhook, name, value)
        db.commit()
        with offline(registry) as request:
            sweep_webhooks(request)
        db.expire_all()

    return run


def waiting(webhook):
    """A delivery that waits."""
    return WebhookDelivery(
        webhook_id=webhook.id, message_id="msg_1", event="x", body='{"type": "x"}'
    )


def types(inbox):
    return [json.loads(each.body)["type"] for each in inbox.calls]


def states(db):
    found = select(WebhookDelivery).order_by(WebhookDelivery.position)
    return [each.state for each in db.scalars(found)]


def test_calls_are_signed_and_in_the_order_of_the_serials(
    release, add_webhook, yank, inbox
):
    webhook = add_webhook(release.project)
    yank()
    assert types(inbox) == ["release.yanked", "release.unyanked"]
    serials = [json.loads(each.body)["data"]["serial"] for each in inbox.calls]
    assert serials == sorted(set(serials))
    assert len({each.headers["webhook-id"] for each in inbox.calls}) == 2
    for call in inbox.calls:
        headers = {name.title(): value for name, value in call.headers.items()}
        WebhookSecrets([webhook.secret]).verify(headers, call.body)
        with pytest.raises(SignatureRefused):
            WebhookSecrets([webhook.secret]).verify(headers, call.body + b" ")


def test_serials_are_those_of_the_journal(release, add_webhook, yank, inbox, db):
    add_webhook(release.project)
    yank()
    journal = select(JournalEntry.id).order_by(JournalEntry.id)
    serials = [json.loads(each.body)["data"]["serial"] for each in inbox.calls]
    assert serials == db.scalars(journal).all()[-2:]


def test_only_what_was_chosen_is_sent(release, add_webhook, yank, inbox):
    add_webhook(release.project, "release.unyanked")
    yank()
    assert types(inbox) == ["release.unyanked"]


def test_nothing_is_sent_of_what_did_not_happen(release, add_webhook, registry, inbox, db):
    add_webhook(release.project)
    with offline(registry) as request:
        found = request.db.get(Release, release.id)
        request.service(YankService).yank(found, reason="", actor=SYSTEM)
        request.transaction.doom()
    assert inbox.calls == []
    assert states(db) == []


def test_a_delivery_that_is_not_taken_keeps_back_later_ones(
    release, add_webhook, yank, sweep, inbox, db
):
    webhook = add_webhook(release.project)
    inbox.answer = FAILURE
    yank()
    assert types(inbox) == ["release.yanked"]
    sweep(webhook)
    assert (webhook.failures, webhook.last_result) == (2, "500 Broken")
    assert webhook.next_try - datetime.now(UTC) > timedelta(seconds=10)
    inbox.answer = OK
    sweep(webhook)
    assert types(inbox) == ["release.yanked"] * 3 + ["release.unyanked"]
    assert len({each.headers["webhook-id"] for each in inbox.calls}) == 2
    assert (webhook.failures, webhook.failing_since, webhook.next_try) == (0, None, None)
    assert states(db) == [DeliveryState.DELIVERED] * 2


def test_nothing_is_sent_before_a_pause_is_over(
    release, add_webhook, yank, registry, inbox
):
    webhook = add_webhook(release.project)
    inbox.answer = FAILURE
    yank()
    with offline(registry) as request:
        call_webhook(request, str(webhook.id))
        sweep_webhooks(request)
    assert len(inbox.calls) == 1


def test_after_three_days_a_webhook_is_switched_off(
    release, add_webhook, yank, sweep, inbox, db
):
    webhook = add_webhook(release.project)
    inbox.answer = FAILURE
    yank()
    sweep(webhook, failing_since=datetime.now(UTC) - timedelta(days=3, seconds=1))
    assert webhook.state is WebhookState.FAILED
    assert states(db) == [DeliveryState.DROPPED] * 2
    written = select(EmailMessage).where(EmailMessage.kind == "webhook-failed")
    (mail,) = db.scalars(written)
    assert "500 Broken" in mail.body
    assert "project:webhook:fail" in db.scalars(select(ProjectEvent.tag)).all()
    yank()
    sweep(webhook)
    assert len(inbox.calls) == 2


def test_owners_of_an_organization_learn_that_its_webhook_failed(
    release, add_webhook, yank, sweep, inbox, db
):
    webhook = add_webhook(release.project)
    acme = make_organization(db, "acme", projects=(release.project,))
    webhook.project, webhook.organization = None, acme
    db.commit()
    inbox.answer = FAILURE
    yank()
    sweep(webhook, failing_since=datetime.now(UTC) - timedelta(days=3, seconds=1))
    written = select(EmailMessage).where(EmailMessage.kind == "webhook-failed")
    (mail,) = db.scalars(written)
    assert "/manage/organization/acme/webhooks/" in mail.body


def test_a_receiver_that_is_gone_is_called_no_more(release, add_webhook, yank, inbox, db):
    webhook = add_webhook(release.project)
    inbox.answer = b"HTTP/1.1 410 Gone\r\n\r\n"
    yank()
    db.refresh(webhook)
    assert webhook.state is WebhookState.FAILED
    assert len(inbox.calls) == 1


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/\r\n\r\n", "302 Found"),
        (b"HTTP/1.1 200 OK\r\nX: " + b"a" * 70_000 + b"\r\n\r\n", "got more than"),
        (b"", "Remote end closed connection without response"),
        (b"\0\x1b\r\n\r\n", "\ufffd\ufffd"),
        (b"HTTP/1.1 500 \0 \x85x\r\nX: \0\r\n\r\n\0\x1b", "500 \ufffd \ufffd"),
        (b"HTTP/1.1 \0" + b"a" * 60_000 + b"\r\n\r\n", "\ufffdaaa"),
    ],
)
def test_hostile_answers_are_written_down(
    release, add_webhook, yank, inbox, db, answer, said
):
    add_webhook(release.project)
    inbox.answer = answer
    yank()
    delivery = db.scalars(
        select(WebhookDelivery).order_by(WebhookDelivery.position)
    ).first()
    (attempt,) = delivery.attempts
    assert said in attempt.answer
    assert len(attempt.answer) <= 8_000
    assert len(delivery.webhook.last_result) <= 300
    assert "webhook-signature: v1," in attempt.request
    assert delivery.state is DeliveryState.WAITING


def test_a_name_that_changes_its_meaning_is_not_called(
    release, add_webhook, yank, inbox, registry, monkeypatch, db
):
    webhook = add_webhook(release.project)
    inner = OutboundClient(private=True, resolver=lambda host, port: ["169.254.169.254"])
    monkeypatch.setitem(registry, OutboundClient, inner)
    yank()
    db.refresh(webhook)
    assert inbox.calls == []
    assert "169.254.169.254, which is not a public address" in webhook.last_result


def test_an_address_that_is_allowed_no_more_is_not_called(
    release, add_webhook, yank, sweep, inbox
):
    webhook = add_webhook(release.project)
    inbox.answer = FAILURE
    yank()
    sweep(webhook, url="http://hooks.example:81/")
    assert webhook.last_result.startswith("Port 81 is not allowed here")
    assert len(inbox.calls) == 1


def test_a_webhook_that_takes_long_lets_others_go_first(
    release, add_webhook, inbox, registry, db
):
    one = add_webhook(release.project)
    other = add_webhook(release.project, url=f"http://hooks.example:{inbox.port}/other")
    db.add_all([waiting(each) for each in (one, other) for _number in range(3)])
    db.commit()
    with offline(registry) as request:
        call_webhook(request, str(one.id), 0)
    places = [each.path for each in inbox.calls]
    assert places == ["/in", "/other", "/other", "/other", "/in", "/in"]


def test_logs_are_kept_for_a_month(release, add_webhook, yank, inbox, registry, db):
    add_webhook(release.project)
    yank()
    old, _new = db.scalars(select(WebhookDelivery).order_by(WebhookDelivery.position))
    old.created = datetime.now(UTC) - timedelta(days=31)
    db.commit()
    for _each in range(2):
        with offline(registry) as request:
            forget_webhooks(request)
    assert states(db) == [DeliveryState.DELIVERED]


@pytest.fixture
def call(registry):
    """Have a worker call a webhook."""

    def run(key):
        with offline(registry) as request:
            call_webhook(request, str(key))

    return run


def test_a_webhook_that_another_worker_calls_is_left(
    release, add_webhook, inbox, registry, call, db
):
    webhook = add_webhook(release.project)
    db.add(waiting(webhook))
    db.commit()
    with registry[SessionFactory].engine.connect() as other:
        lock_name(Session(other), f"webhook/{webhook.id}")
        call(webhook.id)
        assert inbox.calls == []
    call(webhook.id)
    assert len(inbox.calls) == 1


def test_a_webhook_that_is_off_or_gone_is_not_called(release, add_webhook, inbox, call, db):
    webhook = add_webhook(release.project, state=WebhookState.OFF)
    db.add(waiting(webhook))
    db.commit()
    call(webhook.id)
    call(uuid4())
    assert inbox.calls == []


def test_no_more_are_called_at_once_than_the_setting_says(
    release, add_webhook, inbox, registry, call, db
):
    webhook = add_webhook(release.project)
    db.add(waiting(webhook))
    db.commit()
    with registry[SessionFactory].engine.connect() as other:
        lock_name(Session(other), "webhook call 0")
        call(webhook.id)
        assert inbox.calls == []
    call(webhook.id)
    assert len(inbox.calls) == 1


def test_a_webhook_that_is_done_wakes_another(release, add_webhook, inbox, call, db):
    one, other = add_webhook(release.project), add_webhook(release.project)
    db.add_all([waiting(one), waiting(other)])
    db.commit()
    call(one.id)
    assert len(inbox.calls) == 2
