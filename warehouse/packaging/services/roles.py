"""Roles of people in projects."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from warehouse.accounts.models import User
from warehouse.packaging.errors import RoleExists
from warehouse.packaging.models import Project, Role
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
        """Return a role in a project, locked until the transaction ends."""
        wanted = select(Role).where(Role.project_id == project.id, Role.id == key)
        return self.db.scalar(wanted.with_for_update())

    def add(self, project: Project, user: User, role_name: str, *, actor: Actor) -> Role:
        """Give `user` a role at once; raises `RoleExists`."""
        wanted = select(Role).where(Role.project_id == project.id, Role.user_id == user.id)
        found = self.db.scalar(wanted)
        if found is not None:
            raise RoleExists(project.name, user.username, found.role_name)
        role = Role(project=project, user=user, role_name=role_name)
        self.db.add(role)
        self.db.flush()
        self.announce(RoleAdded(project, actor, role_name, user))
        self.announce(AccountRoleAdded(user, actor, project, role_name))
        return role

    def remove(self, role: Role, *, actor: Actor) -> None:
        """Take a role."""
        project, user, role_name = role.project, role.user, role.role_name
        self.db.delete(role)
        self.db.flush()
        self.db.expire(project, ["roles"])
        self.announce(RoleRemoved(project, actor, role_name, user))
        self.announce(AccountRoleRemoved(user, actor, project, role_name))
