"""What owners delete of their projects, which an operator may switch off."""

from warehouse.flags import Flags
from warehouse.packaging.errors import DeletionsDisabled, ProjectFrozen
from warehouse.packaging.models import File, Project, Release
from warehouse.packaging.services.lifecycle import LifecycleService
from warehouse.packaging.services.releases import ReleaseService
from warehouse.security import Actor

FLAG = "disallow-deletion"


class OwnerDeletionService:
    """Deletes for owners, by hand, by a program or by a rule.

    Each of its methods raises `DeletionsDisabled` while deletions are switched off.
    """

    def __init__(
        self, flags: Flags, *, lifecycle: LifecycleService, releases: ReleaseService
    ) -> None:
        self._flags, self._lifecycle, self._releases = flags, lifecycle, releases

    def require(self) -> None:
        """Raise `DeletionsDisabled` while nothing may be deleted."""
        if self._flags.is_on(FLAG):
            raise DeletionsDisabled

    def delete_project(self, project: Project, *, actor: Actor) -> None:
        """Delete a project with all its releases; raises `ProjectFrozen`, too."""
        self.require()
        if project.is_quarantined:
            raise ProjectFrozen(project.name)
        self._lifecycle.delete(project, actor=actor)

    def delete_release(self, release: Release, *, actor: Actor) -> None:
        """Delete a release with its files; raises `ReleaseFrozen`, too."""
        self.require()
        self._releases.delete(release, actor=actor)

    def delete_file(self, file: File, *, actor: Actor) -> None:
        """Delete a file; raises `ReleaseFrozen`, too."""
        self.require()
        self._releases.delete_file(file, actor=actor)
