"""Keeping what is deleted, and restoring it."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from warehouse.db.locks import Lock, share_lock
from warehouse.deletions.errors import RestoreRefused
from warehouse.deletions.models import Deletion, DeletionKind
from warehouse.deletions.present import Present
from warehouse.deletions.rows import copy_rows, count_rows, put_back
from warehouse.i18n import Message, _
from warehouse.packaging import queries
from warehouse.packaging.caching import keys_of_restored
from warehouse.packaging.models import File, Project, Release
from warehouse.packaging.services import ProjectService, ReleaseService
from warehouse.packaging.signals import FileRestored, ProjectRestored, ReleaseRestored
from warehouse.purges import purge
from warehouse.security import OWNERS_RULE, Actor
from warehouse.signals import Announce

_TABLES = {
    DeletionKind.PROJECT: Project.__table__,
    DeletionKind.RELEASE: Release.__table__,
    DeletionKind.FILE: File.__table__,
}


class DeletionService:
    """Keeps the rows of what is deleted for as long as its bytes, and puts them back."""

    def __init__(
        self,
        db: Session,
        announce: Announce,
        *,
        projects: ProjectService,
        releases: ReleaseService,
        retention: timedelta,
    ) -> None:
        self.db, self.announce = db, announce
        self._projects, self._releases = projects, releases
        self._retention = retention

    def keep(self, row: Project | Release | File, *, actor: Actor) -> None:
        """Copy the rows of what is about to be deleted."""
        if not self._retention:
            return
        self.db.flush()
        deletion = self._described(row, actor)
        self.db.add(deletion)
        self.db.flush()
        table = _TABLES[deletion.kind]
        copy_rows(self.db, deletion.id, table, row.id)  # type: ignore[arg-type]
        for name, model in (("releases", Release), ("files", File)):
            count = count_rows(self.db, deletion.id, model.__table__)  # type: ignore[arg-type]
            setattr(deletion, name, count)

    def restore(self, deletion: Deletion, *, actor: Actor) -> Project:
        """Restore a deletion whole and return its project; raises `RestoreRefused`.

        The journal has it as something new, so that mirrors come and look.
        """
        self._projects.lock(deletion.project_name)
        share_lock(self.db, Lock.SWEEP)
        if self.db.scalar(self._locked(deletion)) is None:
            raise _refused(_("${name} is restored already."), name=deletion.title)
        if refusal := self._refusal(deletion, Present.of(self.db, [deletion])):
            raise RestoreRefused(refusal)
        try:
            with self.db.begin_nested():
                put_back(self.db, deletion.id)
        except IntegrityError as error:
            taken = _("Something has taken the place of ${name} meanwhile.")
            raise _refused(taken, name=deletion.title) from error
        project = self._announced(deletion, actor)
        self.db.delete(deletion)
        self.db.flush()
        return project

    def refusals_of(
        self, deletions: Sequence[Deletion]
    ) -> list[tuple[Deletion, Message | None]]:
        """Return each with why it cannot be restored now, or None."""
        present = Present.of(self.db, deletions)
        return [(each, self._refusal(each, present)) for each in deletions]

    def forget(self) -> int:
        """Delete what can no longer be restored; return how many."""
        over = delete(Deletion).where(Deletion.kept_until <= self._now())
        return len(self.db.scalars(over.returning(Deletion.id)).all())

    def _described(self, row: Project | Release | File, actor: Actor) -> Deletion:
        release = row.release if isinstance(row, File) else row
        project = release if isinstance(release, Project) else release.project
        owners = queries.owner_ids(self.db, project.id)
        kinds = {Project: DeletionKind.PROJECT, Release: DeletionKind.RELEASE}
        return Deletion(
            kind=kinds.get(type(row), DeletionKind.FILE),
            row_id=row.id,
            project_id=project.id,
            project_name=project.name,
            version=release.version if isinstance(release, Release) else None,
            filename=row.filename if isinstance(row, File) else None,
            kept_until=self._now() + self._retention,
            deleted_by=actor.name,
            by_owner=actor == OWNERS_RULE
            or actor.organization is not None
            or (actor.user is not None and actor.user.id in owners),
            owner_ids=owners,
            releases=0,
            files=0,
        )

    def _locked(self, deletion: Deletion) -> Select[UUID]:
        return select(Deletion.id).where(Deletion.id == deletion.id).with_for_update()

    def _refusal(self, deletion: Deletion, present: Present) -> Message | None:
        # The operator may have shortened the time since; then the bytes may be gone.
        until = min(deletion.kept_until, deletion.created + self._retention)
        if until <= self._now():
            gone = _("The bytes of ${name} are not kept any more.")
            return gone.with_values(name=deletion.title)
        return present.objection_to(deletion)

    def _announced(self, deletion: Deletion, actor: Actor) -> Project:
        self.db.expire_all()
        project = self.db.get_one(Project, deletion.project_id)
        self._sum_up(project)
        purge(self.db, *keys_of_restored(project))
        if deletion.kind is DeletionKind.PROJECT:
            self.announce(ProjectRestored(project, actor))
        elif deletion.kind is DeletionKind.RELEASE:
            self._releases.order(project)
            release = self.db.get_one(Release, deletion.row_id)
            self.announce(ReleaseRestored(release, actor))
        else:
            file = self.db.get_one(File, deletion.row_id)
            self.announce(FileRestored(file.release, actor, file))
        return project

    def _sum_up(self, project: Project) -> None:
        """Sum the sizes anew: the row came with a sum, to which triggers have added."""
        sizes = (
            select(func.coalesce(func.sum(File.size), 0))
            .join(Release, Release.id == File.release_id)
            .where(Release.project_id == project.id)
            .scalar_subquery()
        )
        self.db.execute(
            update(Project).where(Project.id == project.id).values(total_size=sizes)
        )
        self.db.expire(project)

    @staticmethod
    def _now() -> datetime:
        return datetime.now(UTC)


def _refused(sentence: Message, **values: object) -> RestoreRefused:
    return RestoreRefused(sentence.with_values(**values))
