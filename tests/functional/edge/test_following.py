"""Mirrors wait for changes, by long poll or in a stream, and hold no thread."""

import json
import threading
import time

import pytest

from tests.factories.packaging import make_project
from warehouse.packaging.models import JournalEntry

CHANGES = "/api/v1/changes"
STREAM = "/api/v1/stream"


@pytest.fixture
def write(edge):
    """Write journal entries about a project; returns the newest serial."""

    def write(*actions, name="Foo"):
        with edge.sessions.transaction() as transaction:
            db = transaction.session
            rows = [JournalEntry(name=name, action=each) for each in actions]
            db.add_all(rows)
            db.flush()
            return rows[-1].id

    edge.write(lambda db: make_project(db, "Foo"))
    return write


def changes(web, **query):
    text = "&".join(f"{name}={value}" for name, value in query.items())
    answer = web.get(f"{CHANGES}?{text}")
    assert answer.status == 200
    return [each["action"] for each in json.loads(answer.content)["changes"]]


class Listener:
    """A client of the stream; events are read as they come."""

    def __init__(self, web, **headers):
        self.connection = web.connect()
        self.connection.request("GET", headers.pop("path", STREAM), headers=headers)
        self.answer = self.connection.getresponse()

    def close(self):
        self.answer.close()
        self.connection.close()

    def lines(self, number):
        found = []
        while len(found) < number:
            line = self.answer.readline().decode()
            if line.startswith(("id:", "data:")):
                found.append(line.strip())
        return found

    def actions(self, number):
        lines = [each for each in self.lines(2 * number) if each.startswith("data:")]
        return [json.loads(each.removeprefix("data: "))["action"] for each in lines]


@pytest.fixture
def listen(web):
    """Open a stream, and close it with the test."""
    opened = []

    def listen(**options):
        opened.append(Listener(web, **options))
        return opened[-1]

    yield listen
    for each in opened:
        each.close()


def later(act, *args):
    thread = threading.Timer(0.3, act, args)
    thread.start()
    return thread


def test_a_poll_waits_until_there_is_a_change(web, write):
    since = write("first")
    begun = time.monotonic()
    thread = later(write, "second")
    assert changes(web, since=since, wait=20) == ["second"]
    assert 0.2 < time.monotonic() - begun < 15
    thread.join(10)


def test_a_poll_ends_with_its_time_and_is_not_held_without_need(web, write):
    since = write("first")
    begun = time.monotonic()
    assert changes(web, since=since) == []
    assert changes(web, since=since - 1, wait=20) == ["first"]
    assert time.monotonic() - begun < 10
    assert changes(web, since=since, wait=1) == []
    assert time.monotonic() - begun >= 1


def test_a_stream_has_each_change_once_and_in_order(listen, write):
    since = write("first", "second")
    listener = listen(path=f"{STREAM}?since={since - 2}")
    assert listener.answer.headers["Content-Type"] == "text/event-stream"
    assert listener.actions(2) == ["first", "second"]
    for number in range(5):
        write(f"{number}", f"{number}'")
    wanted = [f"{number}{mark}" for number in range(5) for mark in ("", "'")]
    assert listener.actions(10) == wanted


def test_a_stream_goes_on_where_the_last_one_ended(listen, write):
    last = write("first", "second")
    again = {"Last-Event-ID": str(last - 1)}
    assert listen(**again).lines(1) == [f"id: {last}"]


def test_a_stream_begins_with_now(listen, write):
    write("first")
    listener = listen()
    write("second")
    assert listener.actions(1) == ["second"]


def test_many_who_wait_hold_no_thread_and_ask_once(web, edge, write, listen):
    since = write("first")
    listeners = [listen(path=f"{STREAM}?since={since}") for _ in range(40)]
    assert edge.edge.followers.waiting == 40
    assert web.get("/simple/foo/").status == 200
    write("second")
    assert {tuple(each.actions(1)) for each in listeners} == {("second",)}
    edge.edge.followers.heartbeat = 0.2
    write("third")
    for each in listeners:
        each.close()
    deadline = time.monotonic() + 10
    while edge.edge.followers.waiting and time.monotonic() < deadline:
        time.sleep(0.05)
    assert edge.edge.followers.waiting == 0


def test_too_many_are_asked_to_come_again(web, edge, write):
    edge.edge.followers.most = 0
    answer = web.get(f"{CHANGES}?since={write('first')}&wait=20")
    assert (answer.status, answer.headers["Retry-After"]) == (503, "60")


def test_a_process_that_ends_lets_everybody_go(edge, write, listen):
    listener = listen(path=f"{STREAM}?since={write('first')}")
    edge.loop.call_soon_threadsafe(edge.edge.followers.end)
    assert b"event" not in listener.answer.read()


def test_without_an_edge_nobody_waits(alone, write):
    since = write("first")
    answer = alone.get(f"{CHANGES}?since={since}&wait=20")
    assert answer.json["changes"] == []
    events = alone.get(f"{STREAM}?since={since - 1}")
    assert f"id: {since}\nevent: change\n" in events.text
    for each in (answer, events):
        assert not [name for name in each.headers if name.lower().startswith("warehouse")]


@pytest.mark.parametrize(
    "path", [f"{CHANGES}?wait=31", f"{STREAM}?since=x", f"{STREAM}?a=1"]
)
def test_a_wrong_question_is_answered_at_once(web, path):
    answer = web.get(path)
    assert answer.status == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
