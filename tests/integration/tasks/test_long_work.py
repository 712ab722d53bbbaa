"""Long work that a dead worker left is gone on with once, however long the queue is."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.factories.packaging import make_project
from warehouse.http import offline
from warehouse.notifications.models import Kind, News
from warehouse.tasks import Dispatcher
from warehouse.tasks.steps import LEFT_AFTER, resume_work


class Queue(Dispatcher):
    """A queue that no worker takes from."""

    def __init__(self):
        self.sent = []

    def send(self, task, args, *, registry):
        self.sent.append((task.name, *args))


@pytest.fixture
def left(db):
    """News that a dead worker left half told."""
    project = make_project(db, "eggs")
    news = News(
        project_id=project.id,
        project_name="eggs",
        kind=Kind.RELEASE,
        event="released",
        detail="",
        told=[],
        touched=datetime.now(UTC) - LEFT_AFTER - timedelta(seconds=1),
    )
    db.add(news)
    db.commit()
    return news


@pytest.fixture
def resume(registry, monkeypatch):
    """Have the sweep run, and return what it sent."""
    queue = Queue()
    monkeypatch.setitem(registry, Dispatcher, queue)

    def run():
        queue.sent.clear()
        with offline(registry) as request:
            resume_work(request)
        return [key for _task, key in queue.sent]

    return run


def test_work_that_was_left_is_sent_once_while_it_waits(left, resume):
    assert resume() == [str(left.id)]
    assert resume() == []
