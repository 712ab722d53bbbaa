"""A Valkey that is full, or forgets what it was given, breaks nothing."""

import time

import pytest
import redis
import structlog
from celery import Celery

from tests.builders import forms
from tests.builders.wheels import wheel
from tests.factories.accounts import make_user
from tests.fixtures.client import PASSWORD
from tests.fixtures.valkey import running
from tests.unit.edge.running import run
from warehouse.db import Transaction
from warehouse.edge.representation import Representation
from warehouse.edge.store import SharedStore
from warehouse.rate_limiting import Charge, RateLimiter
from warehouse.tasks.registry import Dispatcher, Task, make_celery
from warehouse.valkey import connect

WHEEL = "example-1.0-py3-none-any.whl"
SIZE = 8 * 1024 * 1024


@pytest.fixture(scope="module", params=["noeviction", "allkeys-lru", "volatile-lru"])
def small_url(request):
    options = ("--maxmemory", str(SIZE), "--maxmemory-policy", request.param)
    with running(*options) as url:
        yield url


@pytest.fixture
def full(small_url):
    """A client of a server that has no room left, whatever it forgets."""
    client = connect(small_url)
    fill(client)
    yield client
    client.flushall()
    client.close()


def fill(client):
    """Put things there until that is refused, or until old ones are forgotten for it."""
    for size in (100_000, 1_000, 10):
        for number in range(2 * SIZE // 100_000 if size > 1_000 else 200):
            try:
                client.set(f"filler:{size}:{number}", b"x" * size)
            except redis.ResponseError:
                break


@pytest.fixture
def visitor(client, switch_valkey, full):
    """A browser at an index whose Valkey is full."""
    switch_valkey(full)
    return client


def test_people_sign_in_or_are_told_that_nobody_can(visitor, db):
    user = make_user(db)
    form = visitor.get("/account/login/", status=200).forms["sign-in"]
    form["username"], form["password"] = user.username, PASSWORD
    answer = form.submit(expect_errors=True)
    if answer.status_code == 503:
        assert "Nobody can sign in" in answer.text
    else:
        assert user.username in answer.follow(status=200).text


def test_reading_and_uploading_go_on(visitor, db):
    token = visitor.token(make_user(db))
    body = forms.body(forms.fields(WHEEL, wheel()), WHEEL, wheel())
    visitor.post("/legacy/", body, headers=forms.headers(token), status=200)
    assert visitor.simple("example")["files"]
    for path in ("/", "/project/example/", "/pypi/example/json", "/_health/"):
        visitor.get(path, status=200)


def test_limits_allow_what_they_cannot_count(full):
    limiter = RateLimiter(full)
    with structlog.testing.capture_logs() as lines:
        limiter.take(Charge("5 per hour", ("a", "b")))
        limiter.give_back(Charge("5 per hour", ("a", "b")))
    assert {each["event"] for each in lines} <= {"rate_limiter_unavailable"}


def test_work_that_cannot_be_queued_is_a_line_in_the_log(registry, small_url, full, db):
    celery: Celery = make_celery(small_url)
    dispatcher = Dispatcher(celery)
    task = Task(lambda request: None, name="nothing")
    transaction = db.info[Transaction]
    transaction.after_commit(lambda: dispatcher.send(task, (), registry=registry))
    with structlog.testing.capture_logs() as lines:
        transaction.commit()
    assert {each["event"] for each in lines} <= {"after_commit_failed"}
    celery.close()


def test_pages_are_made_anew_where_nothing_can_be_kept(small_url, full):
    page = Representation([], b"x" * 1000, None, frozenset(), 1, time.time() + 60)

    async def ask():
        store = SharedStore(small_url, "test")
        for step in (store.measure(), store.find("page"), store.put("page", page)):
            await step
        found, is_ours = await store.find("page")
        await store.close()
        return found, is_ours

    found, is_ours = run(ask())
    assert is_ours
    assert found is None or found.body == page.body
