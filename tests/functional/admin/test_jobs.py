"""Background work in /admin: runs are recorded, begun again and cancelled for real."""

from datetime import UTC, datetime, timedelta
from types import ModuleType

import pytest
from celery import Celery
from celery.schedules import schedule
from sqlalchemy import select

from tests.functional.admin.acting import act
from warehouse.operations.jobs import JobService, shown
from warehouse.tasks import task
from warehouse.tasks.models import RunState, TaskRun, TaskSchedule
from warehouse.tasks.registry import add_tasks

DONE = []


@task()
def note(request, word):
    """Note a word, or fail."""
    if word == "fail":
        raise ValueError("no such word\n[SQL: secret]")
    DONE.append(word)


@task(retry_on=(OSError,))
def fetch(request):
    """Fail for now."""
    raise OSError("nobody answers")


@task(every=schedule(timedelta(minutes=5)))
def tidy(request, word=""):
    """Run every five minutes."""
    if word:
        raise ValueError(word)


@pytest.fixture
def celery(configurator, registry):
    """The application's Celery, with three tasks more."""
    celery, module = registry[Celery], ModuleType("jobs")
    module.note, module.fetch, module.tidy = note, fetch, tidy
    schedules = dict(celery.conf.beat_schedule)
    add_tasks(configurator, module)
    DONE.clear()
    yield celery
    for each in (note, fetch, tidy):
        del celery.tasks[each.name]
    celery.conf.beat_schedule = schedules


def queue_has(celery):
    with celery.connection_for_read() as connection:
        return connection.default_channel.client.llen(celery.conf.task_default_queue)


def work(celery, *, ends=RunState.DONE):
    """Run everything that is in the queue, as a worker does."""
    with celery.connection_for_read() as connection:
        queue = connection.SimpleQueue(celery.conf.task_default_queue)
        while queue_has(celery):
            message = queue.get(timeout=5)
            (args, kwargs, _), headers = message.payload, message.headers
            celery.tasks[headers["task"]].apply(args, kwargs, task_id=headers["id"])
            message.ack()
        queue.close()


@pytest.mark.parametrize(
    ("word", "state", "problem"),
    [("hello", RunState.DONE, None), ("fail", RunState.FAILED, "ValueError: no such word")],
)
def test_a_run_is_recorded_with_how_it_ended(celery, db, word, state, problem):
    celery.tasks[note.name].apply([word])
    [run] = db.scalars(select(TaskRun))
    assert (run.name, run.arguments, run.state) == (note.name, [word], state)
    assert run.problem == problem
    assert run.ended is not None


def test_a_run_that_fails_for_now_is_recorded_as_such(celery, db, admin):
    celery.send_task(fetch.name)
    with celery.connection_for_read() as connection:
        queue = connection.SimpleQueue(celery.conf.task_default_queue)
        message = queue.get(timeout=5)
        celery.tasks[fetch.name].apply(
            task_id=message.headers["id"], throw=False, retries=5
        )
        queue.close()
    [run] = db.scalars(select(TaskRun))
    assert (run.state, run.problem) == (RunState.FAILED, "OSError: nobody answers")
    assert run.tries == 6


def test_periodic_work_has_one_row_and_one_for_each_failure(celery, db, admin):
    for _ in range(3):
        celery.tasks[tidy.name].apply()
    assert db.scalars(select(TaskRun)).all() == []
    celery.tasks[tidy.name].apply(["full"])
    [last] = db.scalars(select(TaskSchedule))
    assert last.problem == "ValueError: full"
    assert timedelta(minutes=4) < last.due - last.ended <= timedelta(minutes=5)
    [run] = db.scalars(select(TaskRun))
    assert run.state is RunState.FAILED
    page = admin.get("/admin/jobs/")
    assert "every 0:05:00" in page.text
    assert "ValueError: full" in page.text


def test_a_failed_run_is_run_again_with_its_arguments(celery, db, admin):
    celery.tasks[note.name].apply(["fail"])
    [run] = db.scalars(select(TaskRun))
    page = act(admin, f"/admin/jobs/run/{run.id}/again/", reason="mended").follow()
    assert f"{note.name} is in the queue." in page.text
    assert "1 wait in the queue." in page.text
    work(celery)
    db.expire_all()
    assert [each.arguments for each in db.scalars(select(TaskRun))] == [["fail"], ["fail"]]


def test_a_cancelled_run_is_left_by_workers(celery, db, admin):
    sent = celery.send_task(note.name, args=["unwanted"])
    page = admin.get("/admin/jobs/")
    page = page.click("Cancel")
    form = page.forms["action"]
    form["reason"] = "a mistake"
    form.submit().follow()
    work(celery)
    assert DONE == []
    run = db.get(TaskRun, sent.id)
    assert run.state is RunState.CANCELLED
    admin.get(f"/admin/jobs/run/{sent.id}/cancel/", status=404)


def test_periodic_work_is_run_at_once(celery, db, admin):
    act(admin, f"/admin/jobs/schedule/{tidy.name}/run/", reason="now").follow()
    work(celery)
    assert db.get(TaskSchedule, tidy.name) is not None
    admin.get("/admin/jobs/schedule/nothing/run/", status=404)


def test_arguments_are_shown_as_far_as_they_are_ids_and_names():
    given = ["6f6f", 7, None, {"password": "x"}, ["list"], "<script>", "a" * 500]
    assert shown(given) == "6f6f, 7, None, …, …, …, …"


def test_old_runs_are_forgotten_and_failed_ones_later(celery, db):
    now = datetime.now(UTC)
    for days, state in ((8, "DONE"), (8, "FAILED"), (31, "FAILED"), (1, "DONE")):
        begun = now - timedelta(days=days)
        db.add(TaskRun(name="t", arguments=[], state=RunState[state], begun=begun))
    db.commit()
    assert JobService(db, None, celery).forget(now) == 2


def test_a_run_is_done_when_it_cannot_be_recorded(celery, db):
    celery.tasks[note.name].apply(["nul \0 in a word"], task_id="no uuid")
    assert DONE == ["nul \0 in a word"]


@pytest.mark.parametrize("path", ["7", "6f6f6f6f-0000-0000-0000-000000000000"])
def test_a_run_that_is_not_known_is_not_found(admin, path):
    admin.get(f"/admin/jobs/run/{path}/", status=404)
    admin.get(f"/admin/jobs/run/{path}/cancel/", status=404)
