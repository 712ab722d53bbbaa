"""Hiding projects from everybody but their readers, and choosing those."""

from sqlalchemy.orm import Session

from warehouse.accounts.models import User
from warehouse.organizations.models import Team
from warehouse.packaging import queries
from warehouse.packaging.caching import keys_of_hidden
from warehouse.packaging.errors import AlreadyReader, PrivacyUnchanged, TeamElsewhere
from warehouse.packaging.models import Project, ProjectReader
from warehouse.packaging.privacy.signals import (
    ProjectMadePrivate,
    ProjectMadePublic,
    ReaderAdded,
    ReaderRemoved,
)
from warehouse.purges import purge
from warehouse.security import Actor
from warehouse.signals import Announce


class PrivacyService:
    """Changes whether a project is private, and who may read it though it is."""

    def __init__(self, db: Session, announce: Announce) -> None:
        self.db, self.announce = db, announce

    def make_private(self, project: Project, *, actor: Actor) -> None:
        """Hide a project from all but its readers; raises `PrivacyUnchanged`.

        Every answer that shows it is gone when the transaction has committed.
        """
        self._lock(project)
        if project.is_private:
            raise PrivacyUnchanged(project.name)
        purge(self.db, *keys_of_hidden(self.db, project))
        project.is_private = True
        self.db.flush()
        self.announce(ProjectMadePrivate(project, actor))

    def make_public(self, project: Project, *, actor: Actor) -> None:
        """Show a project to everybody; raises `PrivacyUnchanged`. Its readers stay."""
        self._lock(project)
        if not project.is_private:
            raise PrivacyUnchanged(project.name)
        project.is_private = False
        self.db.flush()
        self.announce(ProjectMadePublic(project, actor))

    def let_in(
        self, project: Project, reader: User | Team, *, actor: Actor
    ) -> ProjectReader:
        """Let a person read a project, or a team of the organization that owns it.

        Raises `AlreadyReader` or `TeamElsewhere`.
        """
        if isinstance(reader, Team):
            owner = queries.organization_of(self.db, project.id)
            if owner is None or owner.id != reader.organization_id:
                raise TeamElsewhere(project.name, reader.name)
        self._lock(project)
        if queries.reader_in(self.db, project, reader) is not None:
            raise AlreadyReader(project.name)
        named = {"team": reader} if isinstance(reader, Team) else {"user": reader}
        row = ProjectReader(project_id=project.id, **named)
        self.db.add(row)
        self.db.flush()
        self.announce(ReaderAdded(project, actor, reader))
        return row

    def shut_out(self, project: Project, row: ProjectReader, *, actor: Actor) -> None:
        """Let a reader in no longer, from their next request on."""
        reader = row.reader
        self.db.delete(row)
        self.db.flush()
        self.announce(ReaderRemoved(project, actor, reader))

    def _lock(self, project: Project) -> None:
        self.db.refresh(project, with_for_update={"key_share": True})
