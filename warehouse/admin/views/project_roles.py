"""Roles in a project, and the end of a project."""

from functools import partial
from typing import Any

from wtforms import SelectField, StringField
from wtforms.validators import InputRequired

from warehouse.accounts.queries import user_named
from warehouse.admin.refusals import ActionRefused
from warehouse.admin.views.actions import ActionForm, action, confirming
from warehouse.admin.views.projects import ProjectAction
from warehouse.events.staff import LogEntry, State
from warehouse.http.keys import found_by_key
from warehouse.packaging.errors import RoleExists
from warehouse.packaging.models import Role
from warehouse.packaging.queries import contents_of
from warehouse.packaging.services import LifecycleService, RoleService
from warehouse.security import Permission

ROLE_NAMES = ("Owner", "Maintainer")


class AddRoleForm(ActionForm):
    """A person and a role."""

    username = StringField("Username", validators=[InputRequired("Write a username.")])
    role_name = SelectField("Role", choices=[(each, each) for each in ROLE_NAMES])


class RoleAction(ProjectAction):
    """The base of actions on roles."""

    @property
    def roles(self) -> RoleService:
        """Return the service that changes roles."""
        return self.request.service(RoleService)

    def state(self) -> State:
        """Return who has which role."""
        return {"roles": {each.user.username: each.role_name for each in self._held()}}

    def _held(self) -> list[Role]:
        return sorted(self.project.roles, key=lambda each: str(each.user.username))


@action("admin.project.add_role", Permission.ADMIN_ROLES_WRITE)
class AddRole(RoleAction):
    """Give a person a role at once, without an invitation."""

    name, title, form_class = "project.add_role", "Add a role", AddRoleForm

    def effects(self) -> list[str]:
        """Say who has a role now."""
        return [
            "The role is given at once; nobody is asked.",
            *(f"{each.user.username} is {each.role_name}." for each in self._held()),
        ]

    def act(self, form: Any) -> str:
        """Give it."""
        user = user_named(self.request.db, form.username.data)
        if user is None:
            raise ActionRefused(f"There is no user named “{form.username.data}”.")
        project, actor = self.project, self.request.actor
        try:
            self.roles.add(project, user, form.role_name.data, actor=actor)
        except RoleExists as error:
            raise ActionRefused(str(error)) from error
        return f"{user.username} is {form.role_name.data} of {project.name}."


@action("admin.project.delete_role", Permission.ADMIN_ROLES_WRITE)
class DeleteRole(RoleAction):
    """Take a role."""

    name, title, is_danger = "project.delete_role", "Remove a role", True
    form_class = confirming("username", "Type the username of whoever loses the role")
    confirms = "username"

    @property
    def confirmed_name(self) -> str:
        """Return whose role it is."""
        return str(self.role.user.username)

    @property
    def role(self) -> Role:
        """Return the role that the URL names; raises `HTTPNotFound`."""
        return found_by_key(
            self.request,
            partial(self.roles.find, self.project),
            "There is no such role.",
            part="role",
        )

    def effects(self) -> list[str]:
        """Say whose role it is, and whether another owner is left."""
        role = self.role
        others = [each for each in self._held() if each.id != role.id]
        said = [f"{role.user.username} is {role.role_name} no longer."]
        if not any(each.role_name == "Owner" for each in others):
            said.append("Nobody else is owner: the project has none afterwards.")
        return said

    def act(self, form: Any) -> str:
        """Take it."""
        role = self.role
        name = role.user.username
        self.roles.remove(role, actor=self.request.actor)
        return f"{name} has no role in {self.project.name} any more."


@action("admin.project.delete", Permission.ADMIN_PROJECTS_DELETE, reauth=True)
class Delete(ProjectAction):
    """Delete a project with all its releases."""

    name, title, is_danger = "project.delete", "Delete", True
    log_entry = LogEntry.REMOVED
    form_class = confirming("confirm_project_name", "Type the name of the project")
    confirms = "confirm_project_name"

    def effects(self) -> list[str]:
        """Say what goes."""
        [contents] = contents_of(self.request.db, [self.project.id])
        return [
            str(contents),
            "Names of files stay used. The name of the project is free for anyone; "
            "prohibit it if it must not come back.",
            "Its owners get mail, with what you write for them.",
        ]

    def state(self) -> State:
        """Return what goes."""
        [contents] = contents_of(self.request.db, [self.project.id])
        roles = {each.user.username: each.role_name for each in self.project.roles}
        return {**vars(contents), "roles": roles}

    def act(self, form: Any) -> str:
        """Delete it."""
        name = self.project.name
        lifecycle = self.request.service(LifecycleService)
        lifecycle.delete(self.project, actor=self.request.actor)
        self.is_gone = True
        return f"{name} is deleted."
