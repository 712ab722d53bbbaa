"""A request that is sent again with its key has its first answer, and is done once."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select, update

from tests.functional.api.management.asking import program
from warehouse.http import offline
from warehouse.idempotency import IdempotencyService, KeyBusy
from warehouse.idempotency.models import IdempotencyKey
from warehouse.idempotency.tasks import forget_answers
from warehouse.security import Caller
from warehouse.webhooks.models import Webhook

WANTED = {"url": "https://93.184.215.14/hook", "events": ["release.published"]}
KEYED = {"Idempotency_Key": "a-key"}


def count(db, model):
    return db.scalar(select(func.count()).select_from(model))


def test_a_repeated_request_is_done_once(db, owner):
    first = owner.ask("POST", "webhooks", WANTED, status=201, **KEYED)
    again = owner.ask("POST", "webhooks", WANTED, status=201, **KEYED)
    assert again.body == first.body
    assert again.headers["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first.headers
    assert count(db, Webhook) == 1
    owner.ask("POST", "webhooks", WANTED, status=201)
    assert count(db, Webhook) == 2


def test_a_repeated_deletion_is_answered_as_done(owner):
    for _ in range(2):
        answer = owner.ask("DELETE", "releases/1.0", status=204, **KEYED)
        assert answer.body == b""
    assert "Content-Type" not in answer.headers
    owner.ask("DELETE", "releases/1.0", status=404)


def test_a_key_is_for_one_request(owner):
    owner.ask("POST", "webhooks", WANTED, status=201, **KEYED)
    owner.ask("POST", "webhooks", {**WANTED, "events": ["role.added"]}, status=422, **KEYED)
    owner.ask("DELETE", "releases/1.0", status=422, **KEYED)


def test_a_key_is_that_of_its_account_and_gives_nobody_rights(
    client, db, owner, grace, bob
):
    owner.ask("POST", "archive", status=200, **KEYED)
    program(client, bob).ask("POST", "archive", status=403, **KEYED)
    program(client, grace, "read").ask("POST", "archive", status=403, **KEYED)


def test_a_refused_request_may_be_tried_again_with_its_key(owner):
    owner.ask("POST", "unarchive", status=409, **KEYED)
    owner.post("archive")
    owner.ask("POST", "unarchive", status=200, **KEYED)


@pytest.mark.parametrize("key", ["", "two words", "ü", "x" * 256])
def test_a_key_that_is_none_is_refused(owner, key):
    owner.ask("POST", "archive", status=400, Idempotency_Key=key)


def test_a_key_is_forgotten_after_a_day(db, registry, owner):
    owner.ask("POST", "archive", status=200, **KEYED)
    old = datetime.now(UTC) - timedelta(hours=24)
    db.execute(update(IdempotencyKey).values(created=old))
    db.commit()
    owner.ask("POST", "archive", status=409, **KEYED)
    owner.ask("POST", "unarchive", status=200, **KEYED)
    db.execute(update(IdempotencyKey).values(created=old))
    db.commit()
    with offline(registry) as request:
        forget_answers(request)
    assert count(db, IdempotencyKey) == 0


def test_of_two_requests_at_once_one_is_refused(configured):
    config = configured()
    with offline(config.registry) as one, offline(config.registry) as two:
        caller = Caller("user", uuid4())
        assert one.service(IdempotencyService).claim(caller, "key", b"x") is None
        with pytest.raises(KeyBusy):
            two.service(IdempotencyService).claim(caller, "key", b"x")
        assert two.service(IdempotencyService).claim(caller, "other", b"x") is None
