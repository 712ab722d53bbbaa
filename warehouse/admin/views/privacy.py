"""Hiding projects from everybody but their readers, and undoing it."""

from typing import Any

from warehouse.admin.views.actions import ActionRefused, action
from warehouse.admin.views.projects import ProjectAction
from warehouse.events.staff import State
from warehouse.packaging.errors import PrivacyUnchanged
from warehouse.packaging.services import PrivacyService
from warehouse.security import Permission


class PrivacyAction(ProjectAction):
    """The base of both actions."""

    can_be_appealed = False

    def state(self) -> State:
        """Return whether the project is private."""
        return {"is_private": self.project.is_private}

    @property
    def privacy(self) -> PrivacyService:
        """Return the service that changes it."""
        return self.request.service(PrivacyService)

    def act(self, form: Any) -> str:
        """Change it."""
        try:
            return self.change()
        except PrivacyUnchanged as error:
            raise ActionRefused(f"Nothing was changed: {error}.") from error

    def change(self) -> str:
        """Change it and return what was done; raises `PrivacyUnchanged`."""
        raise NotImplementedError


@action("admin.project.private", Permission.ADMIN_PROJECTS_WRITE)
class MakePrivate(PrivacyAction):
    """Hide a project from everybody but its readers."""

    name, title = "project.make_private", "Make private"

    def effects(self) -> list[str]:
        """Say for whom it is gone."""
        return [
            "The project is gone from every page and API for all but its readers: who"
            " works on it, whom its owners let in, and staff.",
        ]

    def change(self) -> str:
        """Hide it."""
        self.privacy.make_private(self.project, actor=self.request.actor)
        return f"{self.project.name} is private."


@action("admin.project.public", Permission.ADMIN_PROJECTS_WRITE)
class MakePublic(PrivacyAction):
    """Show a private project to everybody."""

    name, title, is_danger = "project.make_public", "Make public", True

    def effects(self) -> list[str]:
        """Say what everybody sees."""
        return ["Everybody sees the project and every file of it, at once."]

    def change(self) -> str:
        """Show it."""
        self.privacy.make_public(self.project, actor=self.request.actor)
        return f"{self.project.name} is public."
