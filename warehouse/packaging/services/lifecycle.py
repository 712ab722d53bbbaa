"""Archiving, quarantining, prohibiting and deleting projects, and undoing it."""

from datetime import UTC, datetime

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from warehouse.accounts.models import User
from warehouse.accounts.services.users import UserService
from warehouse.packaging import queries
from warehouse.packaging.errors import StatusUnchanged, SuccessorUnknown
from warehouse.packaging.models import (
    LifecycleStatus,
    ProhibitedProjectName,
    Project,
    Release,
)
from warehouse.packaging.models.lifecycle import is_in_quarantine
from warehouse.packaging.names import normalize
from warehouse.packaging.signals import (
    ProjectArchived,
    ProjectDeleted,
    ProjectDeprecated,
    ProjectQuarantined,
    ProjectUnarchived,
    ProjectUndeprecated,
    QuarantineCleared,
    ReleaseQuarantineCleared,
    ReleaseQuarantined,
)
from warehouse.security import Actor
from warehouse.signals import Announce

_NOTE = "Quarantined by the administrators of this index."


class LifecycleService:
    """Everything that changes the status of a project (PEP 792) or of a release."""

    def __init__(self, db: Session, announce: Announce, users: UserService) -> None:
        self.db, self.announce, self.users = db, announce, users

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

    def deprecate(
        self, project: Project, *, reason: str, successor: str, actor: Actor
    ) -> None:
        """Advise against a project (PEP 792), perhaps for another; says so anew if it was.

        Raises `SuccessorUnknown`, or `StatusUnchanged` for what is archived or hidden.
        """
        if project.is_archived or project.is_quarantined:
            raise StatusUnchanged(project.name, project.status)
        project.successor = self._successor(project, successor)
        self._enter(project, LifecycleStatus.DEPRECATED, reason)
        self.announce(ProjectDeprecated(project, actor, reason, project.successor))

    def undeprecate(self, project: Project, *, actor: Actor) -> None:
        """Advise against a project no longer."""
        if not project.is_deprecated:
            raise StatusUnchanged(project.name, project.status)
        project.successor = None
        self._enter(project, None)
        self.announce(ProjectUndeprecated(project, actor))

    def quarantine(self, project: Project, *, note: str = "", actor: Actor) -> None:
        """Hide a project from installers, let nobody change it, and freeze its people.

        The note is public. Without one it says that staff did it, and not who.
        """
        if project.is_quarantined:
            raise StatusUnchanged(project.name, project.status)
        self._enter(project, LifecycleStatus.QUARANTINE_ENTER, note or _NOTE)
        self.announce(ProjectQuarantined(project, actor))
        self.freeze_people(project, actor=actor)

    def clear_quarantine(self, project: Project, *, actor: Actor) -> None:
        """Show a project in quarantine again; its people stay frozen."""
        if not project.is_quarantined:
            raise StatusUnchanged(project.name, project.status)
        self._enter(project, LifecycleStatus.QUARANTINE_EXIT)
        self.announce(QuarantineCleared(project, actor))

    def quarantine_release(self, release: Release, *, actor: Actor) -> None:
        """Hide one release, and let nobody change it."""
        if is_in_quarantine(release):
            raise StatusUnchanged(_named(release), "quarantined")
        self._enter(release, LifecycleStatus.QUARANTINE_ENTER, _NOTE)
        self.announce(ReleaseQuarantined(release, actor))

    def clear_release(self, release: Release, *, actor: Actor) -> None:
        """Show a release in quarantine again."""
        if not is_in_quarantine(release):
            raise StatusUnchanged(_named(release), "not quarantined")
        self._enter(release, LifecycleStatus.QUARANTINE_EXIT)
        self.announce(ReleaseQuarantineCleared(release, actor))

    def freeze_people(self, project: Project, *, actor: Actor) -> list[User]:
        """Close the accounts with a role in a project; return whose.

        Administrators are left alone, so that no report takes an index from its operator.
        """
        people = [each for each in project.users if not each.is_superuser]
        for user in people:
            self.users.freeze(user, actor=actor)
        return people

    def prohibit(self, name: str, *, because: str, comment: str, actor: Actor) -> None:
        """Keep a name from being taken again, because of a kind of observation."""
        self.db.execute(
            insert(ProhibitedProjectName)
            .values(
                name=normalize(name),
                comment=comment,
                observation_kind=because,
                prohibited_by_id=None if actor.user is None else actor.user.id,
            )
            .on_conflict_do_nothing()
        )

    def delete(self, project: Project, *, actor: Actor) -> None:
        """Delete a project with all its releases; its filenames stay used."""
        self.announce(ProjectDeleted(project, actor))
        self.db.delete(project)
        self.db.flush()

    def _successor(self, project: Project, name: str) -> str | None:
        if not name:
            return None
        found = queries.project_named(self.db, name)
        if found is None or found.is_quarantined or found.id == project.id:
            raise SuccessorUnknown(name)
        return found.name

    def _enter(
        self, row: Project | Release, status: LifecycleStatus | None, note: str = ""
    ) -> None:
        row.lifecycle_status = status
        row.lifecycle_status_changed = datetime.now(UTC)
        row.lifecycle_status_note = note or None
        self.db.flush()


def _named(release: Release) -> str:
    return f"{release.project.name} {release.version}"
