"""Giving projects to organizations."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from warehouse.organizations.errors import OrganizationInactive
from warehouse.organizations.models import Organization
from warehouse.organizations.signals import OrganizationProjectAdded
from warehouse.packaging.errors import NotAnOwner, OwnedByOrganization
from warehouse.packaging.models import OrganizationProject, Project, Role
from warehouse.packaging.queries import organization_of
from warehouse.packaging.signals import ProjectJoinedOrganization, RoleRemoved
from warehouse.security import Actor
from warehouse.signals import Announce


class OwnershipService:
    """Changes which organization owns a project."""

    def __init__(self, db: Session, announce: Announce) -> None:
        self.db, self.announce = db, announce

    def give(self, project: Project, organization: Organization, *, actor: Actor) -> None:
        """Give `organization` a project that belongs to none.

        Only an owner can give it, and is none by themselves afterwards; the system may
        give any. Raises `OrganizationInactive`, `OwnedByOrganization` or `NotAnOwner`.
        """
        self._require_free(project, organization)
        role = self._role_of(project, actor)
        self._join(project, organization, actor)
        if role is not None:
            self.db.delete(role)
            self.db.flush()
            self.db.expire(project, ["roles"])
            self.announce(RoleRemoved(project, actor, role.role_name, actor.user))

    def assign(self, project: Project, organization: Organization, *, actor: Actor) -> None:
        """Give a project that belongs to none, for staff, whoever owns it.

        Raises `OrganizationInactive` or `OwnedByOrganization`.
        """
        self._require_free(project, organization)
        self._join(project, organization, actor)

    def _require_free(self, project: Project, organization: Organization) -> None:
        if not organization.is_in_good_standing:
            raise OrganizationInactive(organization.name)
        self._lock(project)
        current = organization_of(self.db, project.id)
        if current is not None:
            raise OwnedByOrganization(project.name, current.name)

    def _join(self, project: Project, organization: Organization, actor: Actor) -> None:
        self.db.add(OrganizationProject(organization=organization, project=project))
        self.db.flush()
        self.announce(OrganizationProjectAdded(organization, actor, project.name))
        self.announce(ProjectJoinedOrganization(project, actor, organization))

    def _lock(self, project: Project) -> None:
        """Lock the project's row, so that two calls cannot both find it without owner."""
        self.db.execute(
            select(Project.id).where(Project.id == project.id).with_for_update()
        )

    def _role_of(self, project: Project, actor: Actor) -> Role | None:
        if actor.user is None:
            return None
        for role in project.roles:
            if role.user_id == actor.user.id and role.role_name == "Owner":
                return role
        raise NotAnOwner(project.name, actor.user.username)
