"""Checks that the rows of files and the blobs in storage agree."""

from functools import partial
from typing import Any

from pyramid.view import view_config, view_defaults
from wtforms import BooleanField

from warehouse.admin.views.actions import Action, ActionForm, ActionRefused, action
from warehouse.admin.views.base import AdminView
from warehouse.events.staff import State
from warehouse.http import Request
from warehouse.http.keys import found_by_key
from warehouse.integrity import CheckEnded, CheckRunning, IntegrityService
from warehouse.integrity.models import CheckState, StorageCheck
from warehouse.integrity.queries import check_by_id, findings_of, newest_checks
from warehouse.integrity.tasks import run_storage_check
from warehouse.security import Permission


@view_defaults(permission=Permission.ADMIN_JOBS_READ, uses_session=True)
class StorageView(AdminView):
    """The page of checks of the storage."""

    section = "admin.storage"

    @view_config(route_name="admin.storage", renderer="admin/storage.html")
    def show(self) -> dict[str, Any]:
        """Show the last checks, and what each found."""
        numbers = self.request.service(IntegrityService).numbers
        checks = newest_checks(self.request.db)
        last = numbers(checks[0].id) if checks else {}
        return self.page(checks=checks, last=last)


class OfCheck:
    """What is about the check that the URL names."""

    request: Request
    section = "admin.storage"

    @property
    def check(self) -> StorageCheck:
        """Return the check; raises `HTTPNotFound`."""
        return found_by_key(
            self.request,
            partial(check_by_id, self.request.db),
            "There is no such check of the storage.",
        )


@view_defaults(permission=Permission.ADMIN_JOBS_READ, uses_session=True)
class StorageCheckView(OfCheck, AdminView):
    """The page about one check."""

    @view_config(route_name="admin.storage_check", renderer="admin/storage_check.html")
    def show(self) -> dict[str, Any]:
        """Show how far a check is, and what it found."""
        check = self.check
        offered = {
            CheckState.RUNNING: ("admin.storage_check.stop", "Stop"),
            CheckState.STOPPED: ("admin.storage_check.go_on", "Go on"),
        }.get(check.state)
        may = self.request.has_permission(Permission.ADMIN_JOBS_WRITE)
        return self.page(
            **self.progress(),
            findings=findings_of(self.request.db, check.id),
            actions=[(self.request.route_path(offered[0], id=check.id), offered[1])]
            if offered and may
            else [],
        )

    @view_config(
        route_name="admin.storage_check",
        request_param="part=progress",
        renderer="admin/live/storage_check.html",
    )
    def progress(self) -> dict[str, Any]:
        """Show how far a check is, and nothing else."""
        check = self.check
        numbers = self.request.service(IntegrityService).numbers(check.id)
        return {"check": check, "numbers": numbers}


class StartForm(ActionForm):
    """How thorough a check is."""

    reads_bytes = BooleanField("Read every byte, and compare digests")


@action("admin.storage.check", Permission.ADMIN_JOBS_WRITE)
class StartCheck(Action):
    """Start a check."""

    name, title = "storage.check", "Check the storage"
    section = "admin.storage"
    form_class = StartForm

    @property
    def subject(self) -> tuple[str, str, str]:
        """Return the storage."""
        return "storage", "all", "the storage"

    @property
    def back(self) -> str:
        """Return the page of checks."""
        return str(self.request.route_path("admin.storage"))

    def effects(self) -> list[str]:
        """Say what is compared."""
        return [
            "A worker looks for the bytes of every file, and for bytes without a file.",
            "Nothing is changed. It can be stopped, and goes on where it was.",
            "Reading every byte takes as long as copying the whole storage.",
        ]

    def state(self) -> State:
        """Return nothing: a check changes nothing."""
        return {}

    def act(self, form: Any) -> str:
        """Start it."""
        try:
            check = self.request.service(IntegrityService).start(
                reads_bytes=form.reads_bytes.data, started_by=self.request.actor.name
            )
        except CheckRunning as error:
            raise ActionRefused(str(error)) from error
        self.request.enqueue(run_storage_check, str(check.id))
        return "A worker checks the storage."


class CheckAction(OfCheck, Action):
    """The base of actions on a check."""

    @property
    def subject(self) -> tuple[str, str, str]:
        """Return the check."""
        check = self.check
        return "storage check", str(check.id), f"check of {check.created:%Y-%m-%d %H:%M}"

    @property
    def back(self) -> str:
        """Return the page about the check."""
        return str(self.request.route_path("admin.storage_check", id=self.check.id))

    def state(self) -> State:
        """Return how far it is."""
        return {"state": self.check.state, "files": self.check.files}


@action("admin.storage_check.stop", Permission.ADMIN_JOBS_WRITE)
class StopCheck(CheckAction):
    """Stop a check where it is."""

    name, title = "storage.stop_check", "Stop"

    def effects(self) -> list[str]:
        """Say what stops."""
        return ["What was found stays. It can go on where it was."]

    def act(self, form: Any) -> str:
        """Stop."""
        try:
            self.request.service(IntegrityService).stop(self.check)
        except CheckEnded as error:
            raise ActionRefused(str(error)) from error
        return "The check is stopped."


@action("admin.storage_check.go_on", Permission.ADMIN_JOBS_WRITE)
class GoOn(CheckAction):
    """Go on with a check that was stopped."""

    name, title = "storage.go_on", "Go on"

    def effects(self) -> list[str]:
        """Say what goes on."""
        return ["A worker goes on where the check was stopped."]

    def act(self, form: Any) -> str:
        """Go on."""
        check = self.check
        try:
            self.request.service(IntegrityService).go_on(check)
        except (CheckEnded, CheckRunning) as error:
            raise ActionRefused(str(error)) from error
        self.request.enqueue(run_storage_check, str(check.id))
        return "The check goes on."
