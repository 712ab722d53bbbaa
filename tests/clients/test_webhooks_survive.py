"""A webhook is told exactly what happened, in order, though the worker is killed."""

import json
import time

import pytest

from tests.builders.receivers import OK, receiver
from tests.builders.waiting import wait_until
from tests.builders.wheels import wheel
from tests.clients.server import Server
from warehouse.security.webhooks import WebhookSecrets, make_secret

SECRET = make_secret()
UPLOADS = 8
KILLS = 3


def slowly(file):
    """Answer so late that a worker is mostly killed before it has the answer."""
    time.sleep(0.3)
    file.write(OK)


@pytest.fixture
def inbox():
    with receiver(answer=slowly) as found:
        yield found


@pytest.fixture
def index(tmp_path, inbox):
    for each in (tmp_path, *tmp_path.parents[:2]):
        each.chmod(0o755)
    running = Server(
        tmp_path,
        WEBHOOK_HTTP="true",
        WEBHOOK_PORTS=str(inbox.port),
        WEBHOOK_PRIVATE_NETWORKS="true",
    )
    yield running.start()
    running.stop()


def publish(index, number):
    index.publish(
        f"eggs-{number}-py3-none-any.whl",
        wheel("eggs", str(number)),
        name="eggs",
        version=str(number),
    )


def told(inbox):
    """Return what came, each once, in the order of its first coming."""
    found = {call.headers["webhook-id"]: json.loads(call.body) for call in inbox.calls}
    return [(each["data"]["serial"], each["type"]) for each in found.values()]


def test_a_webhook_hears_everything_though_the_worker_is_killed(index, inbox):
    publish(index, 1)
    index.query(
        "INSERT INTO webhooks (project_id, url, origin, events, secret) SELECT id,"
        f" 'http://127.0.0.1:{inbox.port}/', '', '{{release.published,file.uploaded}}',"
        f" '{SECRET}' FROM projects RETURNING id"
    )
    ((last,),) = index.query("SELECT max(id) FROM journals")
    killed = 0
    for number in range(2, 2 + UPLOADS):
        publish(index, number)
        if killed < KILLS:
            before = len(inbox.calls)
            wait_until(lambda count=before: len(inbox.calls) > count, seconds=60)
            index.processes("warehouse: worker")[0].kill()
            killed += 1
    expected = [
        (serial, "release.published" if action == "new release" else "file.uploaded")
        for serial, action in index.query(
            f"SELECT id, action FROM journals WHERE id > {last} ORDER BY id"
        )
    ]
    assert len(expected) == 2 * UPLOADS
    wait_until(lambda: len(told(inbox)) >= len(expected), seconds=120)
    assert told(inbox) == expected
    for call in inbox.calls:
        headers = {name.title(): value for name, value in call.headers.items()}
        WebhookSecrets([SECRET]).verify(headers, call.body)
