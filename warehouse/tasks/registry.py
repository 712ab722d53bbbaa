"""Background tasks: functions that a worker runs, with a request of their own.

Arguments are ids and strings, never rows. A task may run twice without harm, because a
worker that dies gives its task back to the queue.
"""

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from types import ModuleType
from typing import Any

import redis
from celery import Celery
from celery import Task as CeleryTask
from celery.exceptions import Retry, SecurityWarning
from celery.schedules import crontab, schedule
from pyramid.config import Configurator
from pyramid.registry import Registry

from warehouse.db import SessionFactory
from warehouse.tasks.models import RunState
from warehouse.tasks.pulse import EVERY_SECONDS, Pulse
from warehouse.tasks.runs import Run, RunRecorder, described

REQUEST_FACTORY = "warehouse.tasks.offline"
# Named, so that they are loaded by a worker only.
_STEPS = ("warehouse.tasks.background:Heartbeat", "warehouse.tasks.background:Schedule")


@dataclass(frozen=True)
class Task:
    """A function `(request, *args)` and how it is retried and repeated."""

    function: Callable[..., None]
    retry_on: tuple[type[Exception], ...] = ()
    max_retries: int = 5
    every: schedule | crontab | None = None
    name: str = ""

    def __call__(self, request: Any, *args: Any) -> None:
        """Run the function at once, as a worker does."""
        self.function(request, *args)


def task(
    *,
    retry_on: tuple[type[Exception], ...] = (),
    max_retries: int = 5,
    every: schedule | crontab | None = None,
) -> Callable[[Callable[..., None]], Task]:
    """Make a function a task; `every` also has beat run it periodically."""

    def make(function: Callable[..., None]) -> Task:
        name = f"{function.__module__}.{function.__qualname__}"
        return Task(function, retry_on, max_retries, every, name)

    return make


class Dispatcher:
    """Sends tasks to the queue."""

    def __init__(self, celery: Celery) -> None:
        self.celery = celery

    def send(self, task: Task, args: tuple[Any, ...], *, registry: Registry) -> None:
        """Send one run of `task` to the queue."""
        self.celery.send_task(task.name, args=args)


class Application(Celery):
    """A Celery application whose worker and schedule write signs of life."""

    pulse: Pulse


def make_celery(url: str) -> Application:
    """Return a Celery application over the Valkey at `url`, without tasks."""
    # What makes root dangerous to a worker is pickle, which ours does not accept.
    warnings.filterwarnings(
        "ignore", "You're running the worker with superuser privileges", SecurityWarning
    )
    broker = (
        f"redis+socket://{url.removeprefix('unix://')}" if url.startswith("unix:") else url
    )
    celery = Application("warehouse", broker=broker, set_as_current=False)
    celery.steps["worker"].update(_STEPS)
    celery.conf.update(
        task_ignore_result=True,
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        task_serializer="json",
        accept_content=["json"],
        worker_prefetch_multiplier=1,
        worker_hijack_root_logger=False,
        broker_connection_retry_on_startup=True,
        broker_transport_options={
            "visibility_timeout": 3600,
            "socket_timeout": 10,
            "max_retries": 2,
        },
        task_publish_retry_policy={"max_retries": 2, "interval_start": 0.1},
        timezone="UTC",
        enable_utc=True,
        task_default_queue="warehouse",
        beat_scheduler="warehouse.tasks.background:HeardScheduler",
        beat_max_loop_interval=EVERY_SECONDS,
    )
    return celery


def add_tasks(config: Configurator, module: str | ModuleType) -> None:
    """Register every task of `module`, with its schedule if it has one."""
    celery: Celery = config.registry[Celery]
    registry = config.registry
    for value in vars(config.maybe_dotted(module)).values():
        if isinstance(value, Task):
            _register(celery, registry, value)


def _register(celery: Celery, registry: Registry, task: Task) -> None:
    def run(self: CeleryTask, *args: Any) -> None:
        tries, begun = self.request.retries + 1, datetime.now(UTC)
        about = Run(self.request.id, task.name, args, tries, task.every, begun)
        recorder: RunRecorder = registry[RunRecorder]
        if not recorder.begin(about):
            return
        try:
            _work(self, registry, task, args)
        except Retry as retry:
            recorder.end(about, RunState.RETRYING, described(retry.exc or retry))
            raise
        except Exception as error:
            recorder.end(about, RunState.FAILED, described(error))
            raise
        recorder.end(about, RunState.DONE)

    celery.task(run, bind=True, name=task.name, max_retries=task.max_retries, shared=False)
    if task.every is not None:
        celery.conf.beat_schedule[task.name] = {
            "task": task.name,
            "schedule": task.every,
            "options": _expiry(task.every),
        }


def _work(
    running: CeleryTask, registry: Registry, task: Task, args: tuple[Any, ...]
) -> None:
    try:
        with registry[REQUEST_FACTORY](registry) as request:
            task(request, *args)
    except task.retry_on as error:
        raise running.retry(exc=error, countdown=2**running.request.retries) from error


def _expiry(every: schedule | crontab) -> dict[str, float]:
    """Return the options that drop a run which nobody has begun when the next is due."""
    if isinstance(every, crontab):
        return {}
    return {"expires": every.run_every.total_seconds()}


def includeme(config: Configurator) -> None:
    """Make the Celery application, and provide `add_tasks` and `add_long_work`."""
    registry = config.registry
    celery = make_celery(registry.settings["warehouse"].redis.url)
    celery.pulse = registry[Pulse] = Pulse(lambda: registry[redis.Redis])
    registry[Celery] = celery
    registry[Dispatcher] = Dispatcher(celery)
    registry[RunRecorder] = RunRecorder(lambda: registry[SessionFactory])
    config.add_directive("add_tasks", add_tasks)
    config.include("warehouse.tasks.steps")
