"""Giving projects to organizations, and taking them back."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from warehouse.accounts.models import User
from warehouse.organizations import rules
from warehouse.organizations.errors import NotInCharge, OrganizationInactive
from warehouse.organizations.models import Organization, OrganizationRoleName
from warehouse.organizations.queries import lock_organization, role_in
from warehouse.organizations.signals import (
    OrganizationProjectAdded,
    OrganizationProjectRemoved,
)
from warehouse.packaging.errors import (
    NoOwnerBesides,
    NotAnOwner,
    OwnedByNone,
    OwnedByOrganization,
    ProjectFrozen,
    SecondFactorMissing,
)
from warehouse.packaging.models import OrganizationProject, Project, Role
from warehouse.packaging.queries import organization_of, team_roles_in
from warehouse.packaging.services.projects import ProjectService
from warehouse.packaging.services.team_roles import TeamProjectService
from warehouse.packaging.signals import (
    ProjectJoinedOrganization,
    ProjectLeftOrganization,
    RoleRemoved,
)
from warehouse.security import Actor
from warehouse.signals import Announce

_MAY_REMOVE = (OrganizationRoleName.OWNER,)


class OwnershipService:
    """Changes which organization owns a project."""

    def __init__(
        self,
        db: Session,
        announce: Announce,
        *,
        projects: ProjectService,
        teams: TeamProjectService,
    ) -> None:
        self.db, self.announce = db, announce
        self._projects, self._teams = projects, teams

    def give(self, project: Project, organization: Organization, *, actor: Actor) -> None:
        """Give `organization` a project that belongs to none.

        Only an owner can give it, and is none by themselves afterwards; the system may
        give any. Raises `OrganizationInactive`, `OwnedByOrganization` or `NotAnOwner`.
        """
        self._require_free(project, organization)
        role = self._role_of(project, actor)
        self._join(project, organization, actor)
        if role is not None:
            self._withdraw(role, actor)

    def assign(self, project: Project, organization: Organization, *, actor: Actor) -> None:
        """Give a project that belongs to none, for staff, whoever owns it.

        Raises `OrganizationInactive` or `OwnedByOrganization`.
        """
        self._require_free(project, organization)
        self._join(project, organization, actor)

    def transfer(
        self, project: Project, organization: Organization, *, actor: Actor
    ) -> None:
        """Give a project that somebody owns to an organization that they manage.

        Their own role as an owner ends; so does what the organization before had given:
        the roles of its teams, and the publishers. Raises `OrganizationInactive`,
        `NotInCharge`, `RulesUnmet`, `OwnedByOrganization`, `NotAnOwner`,
        `SecondFactorMissing` or `ProjectFrozen`.
        """
        current = self._lock_with(project, organization)
        _require_factor(project, actor)
        if project.is_quarantined:
            raise ProjectFrozen(project.name)
        if not organization.is_in_good_standing:
            raise OrganizationInactive(organization.name)
        self._require_role(organization, actor, rules.roles_making_projects(organization))
        role = next(iter(self._owner_roles(project, actor.user)), None)
        if current is not None:
            if current.id == organization.id:
                raise OwnedByOrganization(project.name, current.name)
            self._require_role(current, actor, _MAY_REMOVE)
            self._part(project, current, actor)
        elif role is None:
            raise NotAnOwner(project.name, actor.name or "")
        self._join(project, organization, actor)
        if role is not None:
            self._withdraw(role, actor)

    def release(self, project: Project, *, actor: Actor) -> None:
        """Take a project out of its organization, as an owner of that does.

        Raises `OwnedByNone`, `NotInCharge`, `SecondFactorMissing`, or `NoOwnerBesides` if
        nobody else owns it.
        """
        current = self._lock_with(project)
        _require_factor(project, actor)
        if current is None:
            raise OwnedByNone(project.name)
        self._require_role(current, actor, _MAY_REMOVE)
        if not self._owner_roles(project):
            raise NoOwnerBesides(project.name, current.name)
        self._part(project, current, actor)

    def create(self, name: str, organization: Organization, *, actor: Actor) -> Project:
        """Create a project that an organization owns from its beginning.

        Raises `OrganizationInactive`, and what `ProjectService.create` does.
        """
        lock_organization(self.db, organization.id)
        if not organization.is_in_good_standing:
            raise OrganizationInactive(organization.name)
        self._projects.lock(name)
        project = self._projects.create(name, actor=actor, organization=organization)
        self._join(project, organization, actor)
        return project

    def create_for_publisher(
        self, name: str, organization: Organization, *, actor: Actor
    ) -> Project:
        """Create the project that an organization announced, which nobody owns besides.

        Raises `OrganizationInactive`, and what `ProjectService.create_for_publisher` does.
        """
        lock_organization(self.db, organization.id)
        if not organization.is_in_good_standing:
            raise OrganizationInactive(organization.name)
        self._projects.lock(name)
        maker = replace(actor, user=None)
        project = self._projects.create_for_publisher(
            name, actor=maker, organization=organization
        )
        self._join(project, organization, actor)
        return project

    def _require_free(self, project: Project, organization: Organization) -> None:
        current = self._lock_with(project, organization)
        if not organization.is_in_good_standing:
            raise OrganizationInactive(organization.name)
        if current is not None:
            raise OwnedByOrganization(project.name, current.name)

    def _lock_with(
        self, project: Project, *organizations: Organization
    ) -> Organization | None:
        """Lock organizations, then the project; return the organization that owns it.

        Everybody locks in this order, and no upload is under way then. Raises
        `OwnedByOrganization` if it came to belong to another one, which is not locked.
        """
        before = organization_of(self.db, project.id)
        keys = {each.id for each in (*organizations, before) if each is not None}
        for key in sorted(keys):
            lock_organization(self.db, key)
        # Uploads lock the name before they ask whether they may.
        self._projects.lock(project.name)
        row = select(Project.id).where(Project.id == project.id)
        self.db.execute(row.with_for_update())
        current = organization_of(self.db, project.id)
        if current is not None and current.id not in keys:
            raise OwnedByOrganization(project.name, current.name)
        return current

    def _require_role(
        self,
        organization: Organization,
        actor: Actor,
        names: Collection[OrganizationRoleName],
    ) -> None:
        """Raise `NotInCharge` unless the actor has one of these roles at this moment.

        Raises `RulesUnmet` if they do not meet the rules of the organization.
        """
        role = actor.user and role_in(self.db, organization.id, actor.user.id)
        if role is None or role.role_name not in names:
            raise NotInCharge(organization.name)
        rules.check_met(organization, role.user)

    def _owner_roles(self, project: Project, user: User | None = None) -> Sequence[Role]:
        """Return the roles of the owners, or of one of them, locked."""
        found = select(Role).where(Role.project_id == project.id, Role.role_name == "Owner")
        if user is not None:
            found = found.where(Role.user_id == user.id)
        fresh = found.with_for_update().execution_options(populate_existing=True)
        return self.db.scalars(fresh).all()

    def _join(self, project: Project, organization: Organization, actor: Actor) -> None:
        self.db.add(OrganizationProject(organization=organization, project=project))
        self.db.flush()
        self.announce(OrganizationProjectAdded(organization, actor, project.name))
        self.announce(ProjectJoinedOrganization(project, actor, organization))

    def _part(self, project: Project, organization: Organization, actor: Actor) -> None:
        """End that an organization owns a project, and every role of its teams there."""
        for role in team_roles_in(self.db, project.id):
            self._teams.remove(role, actor=actor)
        belongings = select(OrganizationProject).where(
            OrganizationProject.project_id == project.id
        )
        for belonging in self.db.scalars(belongings):
            self.db.delete(belonging)
        self.db.flush()
        self.announce(OrganizationProjectRemoved(organization, actor, project.name))
        self.announce(ProjectLeftOrganization(project, actor, organization))

    def _withdraw(self, role: Role, actor: Actor) -> None:
        project, user = role.project, role.user
        self.db.delete(role)
        self.db.flush()
        self.db.expire(project, ["roles"])
        self.announce(RoleRemoved(project, actor, role.role_name, user))

    def _role_of(self, project: Project, actor: Actor) -> Role | None:
        if actor.user is None:
            return None
        for role in self._owner_roles(project, actor.user):
            return role
        raise NotAnOwner(project.name, actor.user.username)


def _require_factor(project: Project, actor: Actor) -> None:
    """Raise `SecondFactorMissing` for a person who lacks what a project asks of people."""
    user = actor.user
    if project.requires_second_factor and user is not None and not user.has_second_factor:
        raise SecondFactorMissing(project.name, user.username)
