"""Names that no project may take, and giving them away."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from warehouse.accounts.models import User
from warehouse.organizations.models import Organization
from warehouse.packaging import queries
from warehouse.packaging.errors import (
    NameNotProhibited,
    ProjectNameUnavailable,
    Unavailability,
)
from warehouse.packaging.models import ProhibitedProjectName, Project
from warehouse.packaging.names import is_valid_name, normalize
from warehouse.packaging.services.lifecycle import LifecycleService
from warehouse.packaging.services.ownership import OwnershipService
from warehouse.packaging.services.projects import ProjectService
from warehouse.packaging.services.roles import RoleService
from warehouse.security import Actor


class NameProhibitionService:
    """Prohibits names of projects, allows them again, and gives them away."""

    def __init__(
        self,
        db: Session,
        *,
        projects: ProjectService,
        lifecycle: LifecycleService,
        roles: RoleService,
        ownership: OwnershipService,
    ) -> None:
        self.db = db
        self.projects, self.lifecycle = projects, lifecycle
        self.roles, self.ownership = roles, ownership

    def find(self, name: str) -> ProhibitedProjectName | None:
        """Return the row that prohibits a name, or None."""
        wanted = ProhibitedProjectName.name == normalize(name)
        return self.db.scalar(select(ProhibitedProjectName).where(wanted))

    def prohibit(
        self, name: str, *, comment: str, kind: str | None = None, actor: Actor
    ) -> None:
        """Let no project have a name; the project that has it is deleted.

        Raises `ProjectNameUnavailable` for what is no name.
        """
        if not is_valid_name(name):
            raise ProjectNameUnavailable(name, Unavailability.INVALID)
        self.projects.lock(name)
        if self.find(name) is None:
            by = None if actor.user is None else actor.user.id
            row = ProhibitedProjectName(
                name=name, comment=comment, observation_kind=kind, prohibited_by_id=by
            )
            self.db.add(row)
            self.db.flush()
        project = queries.project_named(self.db, name)
        if project is not None:
            self.lifecycle.delete(project, actor=actor)

    def allow(self, name: str) -> None:
        """Let a project have a name again; raises `NameNotProhibited`."""
        wanted = ProhibitedProjectName.name == normalize(name)
        gone = self.db.execute(
            delete(ProhibitedProjectName).where(wanted).returning(ProhibitedProjectName.id)
        )
        if not gone.all():
            raise NameNotProhibited(name)

    def release(self, name: str, owner: User | Organization, *, actor: Actor) -> Project:
        """Give a prohibited name to a person or an organization, as an empty project.

        Raises `NameNotProhibited`, `ProjectNameUnavailable` or `OrganizationInactive`.
        """
        self.projects.lock(name)
        self.allow(name)
        return self._give(name, owner, actor)

    def release_similar(
        self, name: str, owner: User | Organization, *, actor: Actor
    ) -> Project:
        """Give a name that is refused only because it looks like another one.

        Raises `ProjectNameUnavailable` if it is refused for another reason, or not at all.
        """
        self.projects.lock(name)
        problem = self.projects.objection_to(name, owner)
        if problem is None or problem.kind is not Unavailability.TOO_SIMILAR:
            raise problem or NameNotProhibited(name)
        return self._give(name, owner, actor)

    def _give(self, name: str, owner: User | Organization, actor: Actor) -> Project:
        project = self.projects.create_for_staff(name, actor=actor, owner=owner)
        if isinstance(owner, User):
            self.roles.add(project, owner, "Owner", actor=actor)
        else:
            self.ownership.assign(project, owner, actor=actor)
        return project
