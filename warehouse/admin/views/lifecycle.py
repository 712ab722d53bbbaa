"""Hiding and archiving projects and releases, and undoing it."""

from typing import Any

from pyramid.httpexceptions import HTTPNotFound

from warehouse.admin.views.actions import ActionRefused, action
from warehouse.admin.views.projects import ProjectAction
from warehouse.events.staff import LogEntry, State
from warehouse.packaging import queries
from warehouse.packaging.errors import StatusUnchanged
from warehouse.packaging.models import Release
from warehouse.packaging.services import LifecycleService
from warehouse.security import Permission


class LifecycleAction(ProjectAction):
    """The base of changes of a status."""

    def state(self) -> State:
        """Return the status of the project, and why it has it."""
        project = self.project
        return {"status": project.status, "note": project.lifecycle_status_note}

    @property
    def lifecycle(self) -> LifecycleService:
        """Return the service that changes it."""
        return self.request.service(LifecycleService)

    def act(self, form: Any) -> str:
        """Change the status."""
        try:
            return self.change()
        except StatusUnchanged as error:
            raise ActionRefused(f"Nothing was changed: {error}.") from error

    def change(self) -> str:
        """Change the status and return what was done; raises `StatusUnchanged`."""
        raise NotImplementedError


@action("admin.project.quarantine", Permission.ADMIN_PROJECTS_WRITE)
class Quarantine(LifecycleAction):
    """Hide a project."""

    name, title, is_danger = "project.quarantine", "Quarantine", True
    log_entry = LogEntry.QUARANTINED

    def effects(self) -> list[str]:
        """Say what is hidden, and who is frozen."""
        names = [each.username for each in self.project.users if not each.is_superuser]
        return [
            "The project and all its files are gone from every page and API.",
            f"Accounts that are frozen: {', '.join(names) or 'none'}.",
        ]

    def change(self) -> str:
        """Hide it."""
        self.lifecycle.quarantine(self.project, actor=self.request.actor)
        return f"{self.project.name} is in quarantine."


@action("admin.project.clear", Permission.ADMIN_PROJECTS_WRITE)
class ClearQuarantine(LifecycleAction):
    """Show a project again."""

    name, title = "project.remove_from_quarantine", "Clear the quarantine"
    log_entry, can_be_appealed = LogEntry.CLEARED, False

    def effects(self) -> list[str]:
        """Say what is shown again, and that nobody is unfrozen."""
        frozen = [each.username for each in self.project.users if each.is_frozen]
        return [
            "The project and its files are back on every page and API.",
            f"Accounts that stay frozen: {', '.join(frozen) or 'none'}.",
        ]

    def change(self) -> str:
        """Show it."""
        self.lifecycle.clear_quarantine(self.project, actor=self.request.actor)
        return f"{self.project.name} is no longer in quarantine."


@action("admin.project.archive", Permission.ADMIN_PROJECTS_WRITE)
class Archive(LifecycleAction):
    """Close a project for uploads."""

    name, title = "project.archive", "Archive"

    def effects(self) -> list[str]:
        """Say what cannot be done any more."""
        return ["Nothing can be uploaded to it. What is there can still be installed."]

    def change(self) -> str:
        """Close it."""
        self.lifecycle.archive(self.project, actor=self.request.actor)
        return f"{self.project.name} is archived."


@action("admin.project.unarchive", Permission.ADMIN_PROJECTS_WRITE)
class Unarchive(LifecycleAction):
    """Open an archived project."""

    name, title, can_be_appealed = "project.unarchive", "Unarchive", False

    def effects(self) -> list[str]:
        """Say what can be done again."""
        return ["Its owners and maintainers can upload to it again."]

    def change(self) -> str:
        """Open it."""
        self.lifecycle.unarchive(self.project, actor=self.request.actor)
        return f"{self.project.name} is no longer archived."


class ReleaseAction(LifecycleAction):
    """The base of changes of the status of a release."""

    @property
    def release(self) -> Release:
        """Return the release that the URL names; raises `HTTPNotFound`."""
        version = self.request.matchdict["version"]
        found = queries.release_of(self.request.db, self.project, version)
        if found is None:
            raise HTTPNotFound("There is no such release.")
        return found

    @property
    def subject(self) -> tuple[str, str, str]:
        """Return the release."""
        release = self.release
        return "release", str(release.id), f"{self.project.name} {release.version}"

    def state(self) -> State:
        """Return the status of the release."""
        return {"status": self.release.lifecycle_status}


@action("admin.release.quarantine", Permission.ADMIN_PROJECTS_WRITE)
class QuarantineRelease(ReleaseAction):
    """Hide a release."""

    name, title, is_danger = "release.quarantine", "Quarantine the release", True
    log_entry = LogEntry.QUARANTINED

    def effects(self) -> list[str]:
        """Say what is hidden."""
        return [
            "The release is gone from every page and API; others stay.",
            "Its owners can change nothing about it.",
        ]

    def change(self) -> str:
        """Hide it."""
        self.lifecycle.quarantine_release(self.release, actor=self.request.actor)
        return f"{self.subject[2]} is in quarantine."


@action("admin.release.clear", Permission.ADMIN_PROJECTS_WRITE)
class ClearRelease(ReleaseAction):
    """Show a release again."""

    name, title = "release.remove_from_quarantine", "Clear the quarantine"
    log_entry, can_be_appealed = LogEntry.CLEARED, False

    def effects(self) -> list[str]:
        """Say what is shown again."""
        return ["The release is back on every page and API."]

    def change(self) -> str:
        """Show it."""
        self.lifecycle.clear_release(self.release, actor=self.request.actor)
        return f"{self.subject[2]} is no longer in quarantine."
