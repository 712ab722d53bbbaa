"""Yanking, giving back and deleting many releases of a project at once."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from sqlalchemy.orm import Session

from warehouse.packaging import queries
from warehouse.packaging.errors import TooManyReleases
from warehouse.packaging.many_signals import ManyChange, ReleasesChanged
from warehouse.packaging.models import Project, Release
from warehouse.packaging.services.owner_deletions import OwnerDeletionService
from warehouse.packaging.services.yanking import YankService
from warehouse.security import Actor
from warehouse.signals import Announce

MOST_AT_ONCE = 100
"""Releases that are changed in one transaction."""


class ManyReleasesService:
    """Changes many releases in one transaction, and tells of them together."""

    def __init__(
        self,
        db: Session,
        announce: Announce,
        *,
        deletions: OwnerDeletionService,
        yanks: YankService,
    ) -> None:
        self.db, self.announce = db, announce
        self._deletions, self._yanks = deletions, yanks

    def change(
        self,
        project: Project,
        versions: Iterable[str],
        change: ManyChange,
        *,
        reason: str = "",
        actor: Actor,
    ) -> int:
        """Change those of the releases that exist, and return how many were changed.

        Raises `TooManyReleases`, `DeletionsDisabled` or, for one in quarantine,
        `ReleaseFrozen`.
        """
        wanted = list(versions)
        if len(wanted) > MOST_AT_ONCE:
            raise TooManyReleases(len(wanted), MOST_AT_ONCE)
        found = queries.releases_named(self.db, project, wanted)
        versions = tuple(each.version for each in found)
        act = self._action(change, reason, replace(actor, in_bulk=True))
        for release in found:
            act(release)
        if versions:
            self.announce(ReleasesChanged(project, actor, change, versions, reason))
        return len(found)

    def _action(
        self, change: ManyChange, reason: str, actor: Actor
    ) -> Callable[[Release], None]:
        if change is ManyChange.YANK:
            return lambda each: self._yanks.yank(each, reason=reason, actor=actor)
        if change is ManyChange.UNYANK:
            return lambda each: self._yanks.unyank(each, actor=actor)
        return lambda each: self._deletions.delete_release(each, actor=actor)
