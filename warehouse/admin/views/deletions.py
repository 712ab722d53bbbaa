"""Restoring what was deleted."""

from functools import partial
from typing import Any

from warehouse.admin.views.actions import Action, ActionRefused, action, notice_of
from warehouse.deletions import DeletionService, RestoreRefused
from warehouse.deletions.models import Deletion
from warehouse.deletions.queries import deletion_by_id
from warehouse.events.models import StaffAction
from warehouse.events.staff import LogEntry, Notice, State
from warehouse.http.keys import found_by_key, key_of
from warehouse.packaging.queries import project_with_id
from warehouse.security import Permission


@action("admin.deletion", Permission.ADMIN_PROJECTS_DELETE)
class Restore(Action):
    """Restore a project, a release or a file."""

    section = "admin.deletions"
    name, title, log_entry = "deletion.restore", "Restore", LogEntry.RESTORED
    is_gone, tells_owners, can_be_appealed = True, True, False

    @property
    def deletion(self) -> Deletion:
        """Return the deletion that the URL names; raises `HTTPNotFound`."""
        return found_by_key(
            self.request,
            partial(deletion_by_id, self.request.db),
            "It was restored, or can no longer be.",
        )

    @property
    def subject(self) -> tuple[str, str, str]:
        """Return what was deleted."""
        deletion = self.deletion
        return deletion.kind, str(deletion.row_id), deletion.title

    @property
    def back(self) -> str:
        """Return the list of what was deleted."""
        return self.list_path

    def effects(self) -> list[str]:
        """Say what comes back, and what keeps it from coming."""
        deletion = self.deletion
        service = self.request.service(DeletionService)
        [(_deletion, objection)] = service.refusals_of([deletion])
        return [
            *([f"This cannot be done now: {objection.english}"] if objection else []),
            f"{deletion.releases} releases and {deletion.files} files are back on every"
            " page and API, with the same URLs and digests.",
            f"It was deleted by {deletion.deleted_by or 'the command line'}"
            f" on {deletion.created:%Y-%m-%d}, and is kept until"
            f" {deletion.kept_until:%Y-%m-%d %H:%M}.",
        ]

    def state(self) -> State:
        """Return by whom it was deleted; nothing once it is restored."""
        key = key_of(self.request.matchdict["id"])
        found = deletion_by_id(self.request.db, key)
        return {} if found is None else {"deleted_by": found.deleted_by}

    def act(self, form: Any) -> str:
        """Restore it."""
        deletion, actor = self.deletion, self.request.actor
        title = deletion.title
        self.project_id = deletion.project_id
        try:
            self.request.service(DeletionService).restore(deletion, actor=actor)
        except RestoreRefused as error:
            raise ActionRefused(str(error)) from error
        return f"{title} is restored."

    def record(
        self,
        form: Any,
        subject: tuple[str, str, str],
        before: State,
        after: State,
        notice: Notice | None = None,
    ) -> StaffAction:
        """Keep what was done, for the owners of what is there again."""
        project = project_with_id(self.request.db, self.project_id)
        notice = notice_of(self, form, project)
        return super().record(form, subject, before, after, notice)
