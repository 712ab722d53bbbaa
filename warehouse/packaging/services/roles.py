"""Roles of people in projects."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from warehouse.accounts.models import User
from warehouse.accounts.queries import user_named
from warehouse.packaging.errors import (
    CollaboratorUnknown,
    LastOwner,
    OwnRoleKept,
    RoleExists,
)
from warehouse.packaging.models import Project, Role
from warehouse.packaging.queries import is_in_owner_of, owners_of_project
from warehouse.packaging.role_signals import AccountRoleChanged, RoleAccepted, RoleChanged
from warehouse.packaging.signals import (
    AccountRoleAdded,
    AccountRoleRemoved,
    RoleAdded,
    RoleRemoved,
)
from warehouse.security import Actor
from warehouse.signals import Announce


class RoleService:
    """Gives people roles in projects, and takes them."""

    def __init__(self, db: Session, announce: Announce) -> None:
        self.db, self.announce = db, announce

    def find(self, project: Project, key: UUID) -> Role | None:
        """Return a role in a project, which is locked, and the project before it."""
        self._lock(project)
        wanted = select(Role).where(Role.project_id == project.id, Role.id == key)
        return self.db.scalar(wanted.with_for_update())

    def add(
        self,
        project: Project,
        user: User,
        role_name: str,
        *,
        actor: Actor,
        signal: type[RoleAdded | RoleAccepted] = RoleAdded,
    ) -> Role:
        """Give `user` a role at once, announced by `signal`; raises `RoleExists`."""
        self.check_has_none(project, user)
        role = Role(project=project, user=user, role_name=role_name)
        self.db.add(role)
        self.db.flush()
        self.announce(signal(project, actor, role_name, user))
        self.announce(AccountRoleAdded(user, actor, project, role_name))
        return role

    def add_member(
        self, project: Project, username: str, role_name: str, *, actor: Actor
    ) -> User:
        """Give a member of the organization that owns the project a role at once.

        Raises `CollaboratorUnknown` for others, or `RoleExists`.
        """
        self._lock(project)
        user = user_named(self.db, username)
        if user is None or not is_in_owner_of(self.db, project.id, user.id):
            raise CollaboratorUnknown(username)
        self.add(project, user, role_name, actor=actor)
        return user

    def check_has_none(self, project: Project, user: User) -> None:
        """Raise `RoleExists` if a person has a role in a project."""
        wanted = select(Role).where(Role.project_id == project.id, Role.user_id == user.id)
        found = self.db.scalar(wanted)
        if found is not None:
            raise RoleExists(project.name, user.username, found.role_name)

    def change(self, role: Role, role_name: str, *, actor: Actor) -> None:
        """Give somebody the other role.

        Raises `OwnRoleKept` for an owner's own, and `LastOwner` as `withdraw` does.
        """
        if actor.user is not None and role.user_id == actor.user.id:
            raise OwnRoleKept
        if role.role_name == role_name:
            return
        self._require_other_owner(role)
        former, role.role_name = role.role_name, role_name
        self.db.flush()
        project, user = role.project, role.user
        self.announce(RoleChanged(project, actor, role_name, user, former))
        self.announce(AccountRoleChanged(user, actor, project, role_name))

    def withdraw(self, role: Role, *, actor: Actor) -> None:
        """Take a role as an owner does; raises `LastOwner` if nobody would be left.

        An organization that the project belongs to has owners, who count.
        """
        self._require_other_owner(role)
        self.remove(role, actor=actor)

    def remove(self, role: Role, *, actor: Actor) -> None:
        """Take a role."""
        project, user, role_name = role.project, role.user, role.role_name
        self.db.delete(role)
        self.db.flush()
        self.db.expire(project, ["roles"])
        self.announce(RoleRemoved(project, actor, role_name, user))
        self.announce(AccountRoleRemoved(user, actor, project, role_name))

    def _lock(self, project: Project) -> None:
        """Lock the project: everybody does so before they lock its roles."""
        row = select(Project.id).where(Project.id == project.id)
        self.db.execute(row.with_for_update())

    def _require_other_owner(self, role: Role) -> None:
        """Raise `LastOwner` for the only owner; lock the roles, which others may change."""
        project = role.project
        self._lock(project)
        roles = select(Role).where(Role.project_id == project.id).order_by(Role.id)
        found = self.db.scalars(
            roles.with_for_update().execution_options(populate_existing=True)
        ).all()
        owners = [each for each in found if each.role_name == "Owner"]
        if owners == [role] and not owners_of_project(self.db, project.id):
            raise LastOwner(project.name)
