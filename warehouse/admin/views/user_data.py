"""What an account holds, as data, and its projects all together."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from pyramid.response import Response
from pyramid.view import view_config

from warehouse.accounts.services.exports import ExportService
from warehouse.admin.refusals import ActionRefused
from warehouse.admin.views.actions import action, confirming, notice_of, tell
from warehouse.admin.views.base import AdminView
from warehouse.admin.views.users import OfUser, UserAction
from warehouse.events.staff import LogEntry, StaffLog, State
from warehouse.packaging.models import Project
from warehouse.packaging.queries import files_of_person, projects_of
from warehouse.packaging.services import LifecycleService
from warehouse.security import Permission


class UserDataViews(OfUser, AdminView):
    """The files of an account."""

    @view_config(
        route_name="admin.user.files",
        permission=Permission.ADMIN_USERS_READ,
        uses_session=True,
        renderer="json",
    )
    def files(self) -> dict[str, Any]:
        """Return the files of the projects in which the account has a role."""
        found = files_of_person(self.request.db, self.user.id)
        return {
            "files": [
                {**row._asdict(), "upload_time": row.upload_time.isoformat()}
                for row in found
            ],
            "total_size": sum(row.size for row in found),
            "file_count": len(found),
        }


@action("admin.user.export", Permission.ADMIN_USERS_EXPORT, reauth=True)
class Export(UserAction):
    """Send everything that is kept about an account."""

    name, title = "user.export", "Export"

    def effects(self) -> list[str]:
        """Say what is in it."""
        return [
            "The archive has a JSON file for each table that has something about the "
            "account; no passwords, keys or texts of mail.",
            "That it was made is kept for good.",
        ]

    def state(self) -> State:
        """Return nothing: it changes nothing."""
        return {}

    def submit(self) -> dict[str, Any] | Response:
        """Record who has it, and send it."""
        form = self.make_form(self.request.POST)
        if not form.validate():
            return self._asking(form)
        content = self.request.service(ExportService).archive_of(self.user)
        self.request.service(StaffLog).record(
            self.name,
            subject=self.subject,
            reason=form.reason.data or "",
            before={},
            after={},
            actor=self.request.actor,
        )
        name = f"{self.user.username}-{datetime.now(UTC):%Y-%m-%d}.zip"
        return Response(
            body=content,
            content_type="application/zip",
            content_disposition=f'attachment; filename="{name}"',
        )


class ProjectsAction(UserAction):
    """The base of actions on all projects of an account."""

    is_danger = True
    form_class = confirming("username", "Type the username")
    confirms = "username"
    tells_owners = True

    def record_each(self, form: Any, project: Project, before: State) -> None:
        """Record what was done to one project, and tell its owners."""
        self.batch_id = self.batch_id or uuid4()
        subject = ("project", str(project.id), project.name)
        notice = notice_of(self, form, project)
        tell(self, self.record(form, subject, before, {"status": project.status}, notice))

    def concerned(self) -> list[Any]:
        """Return the projects that it changes."""
        raise NotImplementedError

    def effects(self) -> list[str]:
        """Say which projects it changes."""
        found = self.concerned()
        return [f"Projects: {len(found)}.", *(each.name for each in found[:50])]

    def state(self) -> State:
        """Return the status of each project."""
        found = projects_of(self.request.db, self.user.id)
        return {each.name: each.status for each in found}


@action("admin.user.quarantine_projects", Permission.ADMIN_USERS_WRITE, reauth=True)
class QuarantineProjects(ProjectsAction):
    """Hide all projects of an account from installers."""

    name, title = "user.quarantine_projects", "Quarantine the projects"
    log_entry = LogEntry.QUARANTINED

    def concerned(self) -> list[Any]:
        """Return those that are not in quarantine."""
        found = projects_of(self.request.db, self.user.id)
        return [each for each in found if not each.is_quarantined]

    def act(self, form: Any) -> str:
        """Put them into quarantine."""
        found, lifecycle = self.concerned(), self.request.service(LifecycleService)
        if not found:
            raise ActionRefused("No project of this account is out of quarantine.")
        for each in found:
            before = {"status": each.status}
            lifecycle.quarantine(each, actor=self.request.actor)
            self.record_each(form, each, before)
        return f"Projects that are in quarantine now: {len(found)}."


@action("admin.user.clear_quarantine_projects", Permission.ADMIN_USERS_WRITE, reauth=True)
class ClearProjects(ProjectsAction):
    """Show all projects of an account again."""

    name, title, is_danger = "user.clear_quarantine_projects", "Clear the projects", False
    log_entry, can_be_appealed = LogEntry.CLEARED, False

    def concerned(self) -> list[Any]:
        """Return those that are in quarantine."""
        found = projects_of(self.request.db, self.user.id)
        return [each for each in found if each.is_quarantined]

    def act(self, form: Any) -> str:
        """End their quarantine."""
        found, lifecycle = self.concerned(), self.request.service(LifecycleService)
        if not found:
            raise ActionRefused("No project of this account is in quarantine.")
        for each in found:
            before = {"status": each.status}
            lifecycle.clear_quarantine(each, actor=self.request.actor)
            self.record_each(form, each, before)
        return f"Projects that are shown again: {len(found)}."
