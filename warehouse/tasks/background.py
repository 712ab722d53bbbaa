"""The worker of an index on one machine: one process, with the schedule in it.

Tasks run in threads, which need no semaphores and share what the process has loaded. A
deployment runs `celery worker` and `celery beat` instead; the steps below that are heard
are part of those, too.
"""

import threading
from pathlib import Path
from typing import Any

from celery import Celery, bootsteps
from celery.apps.worker import Worker
from celery.beat import PersistentScheduler, Service
from celery.platforms import EX_FAILURE
from celery.worker import state
from setproctitle import setproctitle

from warehouse.tasks.pulse import EVERY_SECONDS, Part

_THREADS = 2
# The schedule can be stopped between two of its looks at the clock only.
_LOOK_SECONDS = 1.0
_STOP_SECONDS = 5.0


def work(celery: Celery, schedule: Path) -> int:
    """Run tasks, and enqueue those that are due, until SIGTERM; return the exit status."""
    worker = _Background(
        app=celery,
        schedule=schedule,
        pool_cls="threads",
        concurrency=_THREADS,
        loglevel="INFO",
        quiet=True,
        without_gossip=True,
        without_mingle=True,
    )
    worker.start()
    return worker.exitcode or 0


class _Background(Worker):
    def on_after_init(self, schedule: Path, **options: Any) -> None:
        self._place = schedule.parent.parent
        super().on_after_init(**options)

    def set_process_status(self, info: str) -> None:
        """Set the process title to the worker and the data directory that it serves."""
        setproctitle(f"warehouse: worker [{self._place}] {info}")


class HeardScheduler(PersistentScheduler):
    """A schedule that writes a sign of life whenever it looks for due tasks."""

    def tick(self, *args: Any, **options: Any) -> Any:
        """Enqueue what is due; return the seconds until the next time."""
        self.app.pulse.note(Part.SCHEDULE)
        return super().tick(*args, **options)


class Heartbeat(bootsteps.StartStopStep):
    """Writes a worker's sign of life while its event loop runs."""

    requires = ("celery.worker.components:Timer",)

    def __init__(self, worker: Any, **options: Any) -> None:
        super().__init__(worker, **options)
        self._timer: Any = None

    def start(self, worker: Any) -> None:
        """Begin to write signs of life."""
        note = worker.app.pulse.note
        note(Part.WORKER)
        self._timer = worker.timer.call_repeatedly(EVERY_SECONDS, note, (Part.WORKER,))

    def stop(self, worker: Any) -> None:
        """Stop writing signs of life."""
        if self._timer is not None:
            self._timer.cancel()


class Schedule(bootsteps.StartStopStep):
    """Runs the schedule in a thread of a worker that was given a file for it."""

    def __init__(self, worker: Any, schedule: Path | None = None, **options: Any) -> None:
        super().__init__(worker, **options)
        self._path = schedule
        self._service: Any = None
        self._thread: threading.Thread | None = None
        self._is_stopping = False

    def include_if(self, worker: Any) -> bool:
        """Return whether this worker contains the schedule."""
        return self._path is not None

    def start(self, worker: Any) -> None:
        """Start the thread of the schedule."""
        self._service = Service(
            worker.app,
            max_interval=_LOOK_SECONDS,
            schedule_filename=str(self._path),
            scheduler_cls=HeardScheduler,
        )
        self._thread = threading.Thread(target=self._run, name="schedule", daemon=True)
        self._thread.start()

    def stop(self, worker: Any) -> None:
        """Stop the schedule, saving when each task ran."""
        self._is_stopping = True
        if self._thread is not None:
            self._service.stop()
            self._thread.join(_STOP_SECONDS)

    def _run(self) -> None:
        try:
            self._service.start()
        finally:
            if not self._is_stopping:
                # A worker without its schedule would look well; another one is started.
                state.should_stop = EX_FAILURE
