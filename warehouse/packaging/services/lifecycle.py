"""Archiving, quarantining and deleting projects, and undoing it."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from warehouse.packaging.errors import StatusUnchanged
from warehouse.packaging.models import LifecycleStatus, Project
from warehouse.packaging.signals import (
    ProjectArchived,
    ProjectDeleted,
    ProjectQuarantined,
    ProjectUnarchived,
    QuarantineCleared,
)
from warehouse.security import Actor
from warehouse.signals import Announce


class LifecycleService:
    """Everything that changes the status of a project (PEP 792)."""

    def __init__(self, db: Session, announce: Announce) -> None:
        self.db, self.announce = db, announce

    def archive(self, project: Project, *, actor: Actor) -> None:
        """Close a project for uploads, as one that expects no further releases."""
        if project.is_archived or project.is_quarantined:
            raise StatusUnchanged(project.name, project.status)
        self._enter(project, LifecycleStatus.ARCHIVED)
        self.announce(ProjectArchived(project, actor))

    def unarchive(self, project: Project, *, actor: Actor) -> None:
        """Open an archived project for uploads again."""
        if not project.is_archived:
            raise StatusUnchanged(project.name, project.status)
        self._enter(project, None)
        self.announce(ProjectUnarchived(project, actor))

    def quarantine(self, project: Project, *, note: str = "", actor: Actor) -> None:
        """Hide a project from installers, and let nobody change it."""
        if project.is_quarantined:
            raise StatusUnchanged(project.name, project.status)
        self._enter(project, LifecycleStatus.QUARANTINE_ENTER, note)
        self.announce(ProjectQuarantined(project, actor))

    def clear_quarantine(self, project: Project, *, actor: Actor) -> None:
        """Show a project in quarantine again as it was."""
        if not project.is_quarantined:
            raise StatusUnchanged(project.name, project.status)
        self._enter(project, LifecycleStatus.QUARANTINE_EXIT)
        self.announce(QuarantineCleared(project, actor))

    def delete(self, project: Project, *, actor: Actor) -> None:
        """Delete a project with all its releases; its filenames stay used."""
        self.announce(ProjectDeleted(project, actor))
        self.db.delete(project)
        self.db.flush()

    def _enter(
        self, project: Project, status: LifecycleStatus | None, note: str = ""
    ) -> None:
        project.lifecycle_status = status
        project.lifecycle_status_changed = datetime.now(UTC)
        project.lifecycle_status_note = note or None
        self.db.flush()
