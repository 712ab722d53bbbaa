"""Background work: what waits, runs and failed, and when periodic tasks run next."""

from datetime import UTC, datetime
from functools import partial
from typing import Any
from uuid import UUID

import redis
from celery.schedules import crontab
from pyramid.httpexceptions import HTTPNotFound
from pyramid.view import view_config, view_defaults

from warehouse.admin.views.actions import Action, ActionRefused, action
from warehouse.admin.views.base import AdminView
from warehouse.events.staff import State
from warehouse.http.keys import found_by_key, key_of
from warehouse.operations.errors import JobUnknown
from warehouse.operations.jobs import JobService, shown
from warehouse.operations.queries import run_of
from warehouse.security import Permission
from warehouse.tasks.models import RunState, TaskRun


@view_defaults(permission=Permission.ADMIN_JOBS_READ, uses_session=True)
class JobsView(AdminView):
    """The page of background work."""

    section = "admin.jobs"

    @view_config(route_name="admin.jobs", renderer="admin/jobs.html")
    def show(self) -> dict[str, Any]:
        """Show the queue, what workers have, and the schedule."""
        jobs = self.request.service(JobService)
        schedules = [(name, rhythm(every), last) for name, every, last in jobs.schedules()]
        values = {"schedules": schedules, "now": datetime.now(UTC), **self.progress()}
        if values["queue"] is None:
            values["problem"] = "Valkey does not answer: nobody knows what waits."
        return self.page(**values)

    @view_config(
        route_name="admin.jobs",
        request_param="part=progress",
        renderer="admin/live/queue.html",
    )
    def progress(self) -> dict[str, Any]:
        """Show the queue and what workers have, and nothing else."""
        jobs, may = self.request.service(JobService), self.request.has_permission
        try:
            queue = {
                "length": jobs.length(),
                "waiting": jobs.waiting(),
                "taken": jobs.taken(),
            }
        except redis.RedisError as error:
            self.request.log.warning("queue_not_read", problem=str(error))
            queue = None
        return {"queue": queue, "arguments": shown, "may": may}


def rhythm(every: Any) -> str:
    """Return how often a periodic task runs, in words or as cron writes it."""
    if isinstance(every, crontab):
        return str(every).removeprefix("<crontab: ").partition(" (")[0]
    return f"every {every.run_every}"


class OfRun:
    """What is about the run that the URL names."""

    request: Any
    section = "admin.jobs"

    @property
    def run(self) -> TaskRun:
        """Return the run; raises `HTTPNotFound`."""
        return found_by_key(
            self.request,
            partial(run_of, self.request.db),
            "There is no such run: perhaps it was long ago.",
        )


@view_defaults(permission=Permission.ADMIN_JOBS_READ, uses_session=True)
class RunView(OfRun, AdminView):
    """The page about one run."""

    @view_config(route_name="admin.task_run", renderer="admin/run.html")
    def show(self) -> dict[str, Any]:
        """Show how a run went, and what can be done."""
        run = self.run
        may = self.request.has_permission(Permission.ADMIN_JOBS_WRITE)
        offered = [("admin.task_run.again", "Run again")]
        if run.state is RunState.RETRYING:
            offered.append(("admin.task_run.cancel", "Cancel"))
        return self.page(
            **self.progress(),
            actions=[
                (self.request.route_path(route, id=run.id), title)
                for route, title in offered
                if may
            ],
        )

    @view_config(
        route_name="admin.task_run",
        request_param="part=progress",
        renderer="admin/live/run.html",
    )
    def progress(self) -> dict[str, Any]:
        """Show how far a run is, and nothing else."""
        run = self.run
        return {
            "run": run,
            "arguments": shown(run.arguments),
            "is_going": run.state in (RunState.RUNNING, RunState.RETRYING),
        }


class RunAction(OfRun, Action):
    """The base of actions on a run."""

    @property
    def subject(self) -> tuple[str, str, str]:
        """Return the run."""
        return "run", str(self.run.id), self.run.name

    @property
    def back(self) -> str:
        """Return the page of background work."""
        return str(self.request.route_path("admin.jobs"))

    def state(self) -> State:
        """Return how far the run is."""
        return {"state": self.run.state}


@action("admin.task_run.again", Permission.ADMIN_JOBS_WRITE)
class RunAgain(RunAction):
    """Send a run to the queue once more."""

    name, title = "job.run_again", "Run again"

    def effects(self) -> list[str]:
        """Say what happens."""
        return [
            f"It is sent to the queue with the same arguments: {shown(self.run.arguments)}",
            "Tasks may run twice without harm.",
        ]

    def act(self, form: Any) -> str:
        """Send it."""
        try:
            self.request.service(JobService).begin_again(self.run)
        except JobUnknown as error:
            raise ActionRefused(f"There is no task {error} any more.") from error
        except redis.RedisError as error:
            raise ActionRefused("Valkey does not answer. Try again.") from error
        return f"{self.run.name} is in the queue."


class MessageAction(Action):
    """The base of actions on a run that nobody has begun."""

    section = "admin.jobs"

    @property
    def subject(self) -> tuple[str, str, str]:
        """Return the run; raises `HTTPNotFound` if it is neither waiting nor put off."""
        try:
            found = self.request.service(JobService).message(self._id)
        except redis.RedisError as error:
            raise HTTPNotFound(
                "Valkey does not answer: nobody knows what waits."
            ) from error
        if found is None:
            raise HTTPNotFound("This run is not waiting: it has ended, or is too far back.")
        return "run", str(found.id), found.name

    @property
    def _id(self) -> UUID:
        return key_of(self.request.matchdict["id"], "There is no such run.")

    @property
    def back(self) -> str:
        """Return the page of background work."""
        return str(self.request.route_path("admin.jobs"))

    def state(self) -> State:
        """Return how far the run is."""
        found = run_of(self.request.db, self._id)
        return {"state": "waiting" if found is None else found.state}


@action("admin.task_run.cancel", Permission.ADMIN_JOBS_WRITE)
class CancelRun(MessageAction):
    """Have workers leave a run that waits or is put off."""

    name, title, is_danger = "job.cancel", "Cancel", True

    def effects(self) -> list[str]:
        """Say what happens."""
        return [
            "The worker that receives it leaves it.",
            "Nobody does what it was to do, unless a sweep finds it or it is run again.",
        ]

    def act(self, form: Any) -> str:
        """Cancel it."""
        if not self.request.service(JobService).cancel(self._id):
            raise ActionRefused("It has begun already.")
        return f"{self.subject[2]} is cancelled."


@action("admin.schedule.run", Permission.ADMIN_JOBS_WRITE)
class RunNow(Action):
    """Run a periodic task now."""

    name, title = "job.run_now", "Run now"
    section = "admin.jobs"

    @property
    def subject(self) -> tuple[str, str, str]:
        """Return the task; raises `HTTPNotFound`."""
        name = self.request.matchdict["task"]
        if name not in {
            each for each, _, _ in self.request.service(JobService).schedules()
        }:
            raise HTTPNotFound("There is no such periodic task.")
        return "task", name, name

    @property
    def back(self) -> str:
        """Return the page of background work."""
        return str(self.request.route_path("admin.jobs"))

    def effects(self) -> list[str]:
        """Say what happens."""
        return ["It is sent to the queue now. When it runs by itself does not change."]

    def state(self) -> State:
        """Return nothing: what it changes is its own."""
        return {}

    def act(self, form: Any) -> str:
        """Send it."""
        name = self.subject[1]
        try:
            self.request.service(JobService).begin(name)
        except redis.RedisError as error:
            raise ActionRefused("Valkey does not answer. Try again.") from error
        return f"{name} is in the queue."
