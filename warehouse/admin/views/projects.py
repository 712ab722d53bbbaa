"""One project, and what staff do with projects."""

from functools import cached_property
from typing import Any

from pyramid.httpexceptions import HTTPNotFound
from pyramid.view import view_config, view_defaults

from warehouse.admin.views.actions import ActionOnProject, action
from warehouse.admin.views.base import AdminView
from warehouse.admin.views.limits import SetFileLimit, SetSizeLimit, total_size_form
from warehouse.http import Request
from warehouse.listings.histories import history_of_project
from warehouse.packaging import queries
from warehouse.packaging.limits import GIB, MIB
from warehouse.packaging.models import Project
from warehouse.packaging.services import LimitService
from warehouse.security import Permission

MOST_RELEASES = 100
"""Releases that the page of a project names."""


class OfProject:
    """What is about the project that the URL names."""

    request: Request
    section = "admin.projects"

    @cached_property
    def project(self) -> Project:
        """Return the project; raises `HTTPNotFound`."""
        found = queries.project_named(self.request.db, self.request.matchdict["name"])
        if found is None:
            raise HTTPNotFound("There is no such project.")
        return found


@view_defaults(permission=Permission.ADMIN_PROJECTS_READ, uses_session=True)
class ProjectView(OfProject, AdminView):
    """The page about one project."""

    @view_config(route_name="admin.project", renderer="admin/project.html")
    def show(self) -> dict[str, Any]:
        """Show what is known about the project, and what can be done."""
        project, db = self.project, self.request.db
        return self.page(
            project=project,
            roles=project.roles,
            organization=queries.organization_of(db, project.id),
            releases=queries.all_releases_of(db, project, limit=MOST_RELEASES),
            hidden=queries.hidden_releases_of(db, project),
            stream=history_of_project(db, project),
            actions=self._actions(project),
        )

    def _actions(self, project: Project) -> list[tuple[str, str]]:
        offered = [
            *_moderation(project),
            (
                "admin.project.upload_limit",
                "Set the file limit",
                Permission.ADMIN_LIMITS_WRITE,
            ),
            (
                "admin.project.total_size_limit",
                "Set the size limit",
                Permission.ADMIN_LIMITS_WRITE,
            ),
            ("admin.project.add_role", "Add a role", Permission.ADMIN_ROLES_WRITE),
            ("admin.project.delete", "Delete", Permission.ADMIN_PROJECTS_DELETE),
        ]
        return [
            (self.request.route_path(route, name=project.normalized_name), title)
            for route, title, permission in offered
            if self.request.has_permission(permission)
        ]


def _moderation(project: Project) -> list[tuple[str, str, str]]:
    """Return what moderators can do with a project of this status."""
    write = Permission.ADMIN_PROJECTS_WRITE
    if project.is_quarantined:
        found = [("admin.project.clear", "Clear the quarantine", write)]
    else:
        found = [("admin.project.quarantine", "Quarantine", write)]
        is_archived = project.is_archived
        found.append(
            ("admin.project.unarchive", "Unarchive", write)
            if is_archived
            else ("admin.project.archive", "Archive", write)
        )
    found.append(
        ("admin.project.public", "Make public", write)
        if project.is_private
        else ("admin.project.private", "Make private", write)
    )
    observe = Permission.ADMIN_OBSERVATIONS_WRITE
    return [*found, ("admin.project.observe", "Add an observation", observe)]


class ProjectAction(OfProject, ActionOnProject):
    """The base of actions on a project."""

    tells_owners = True

    @property
    def subject(self) -> tuple[str, str, str]:
        """Return the project."""
        return "project", str(self.project.id), self.project.name

    @property
    def back(self) -> str:
        """Return the page about the project."""
        name = self.project.normalized_name
        return str(self.request.route_path("admin.project", name=name))


@action("admin.project.upload_limit", Permission.ADMIN_LIMITS_WRITE)
class SetUploadLimit(ProjectAction, SetFileLimit):
    """Set how large a file may be."""

    name = "project.set_upload_limit"

    @property
    def limited(self) -> Project:
        """Return the project."""
        return self.project

    def effects(self) -> list[str]:
        """Say which limit holds without one of its own."""
        common = self.request.settings.uploads.max_file_bytes // MIB
        return [f"Without a limit of its own, a file may have {common} MiB."]

    def act(self, form: Any) -> str:
        """Set the limit."""
        project, limits = self.project, self.request.service(LimitService)
        limits.set_upload_limit(project, self.limit_in(form), actor=self.request.actor)
        return f"The file limit of {project.name} is set."


@action("admin.project.total_size_limit", Permission.ADMIN_LIMITS_WRITE)
class SetTotalSizeLimit(ProjectAction, SetSizeLimit):
    """Set how much all files may hold together."""

    name = "project.set_total_size_limit"
    form_class = total_size_form("all files")

    @property
    def limited(self) -> Project:
        """Return the project."""
        return self.project

    def effects(self) -> list[str]:
        """Say how much it holds now."""
        return [f"It holds {self.project.total_size / GIB:.2f} GiB now."]

    def act(self, form: Any) -> str:
        """Set the limit."""
        project, limits = self.project, self.request.service(LimitService)
        limits.set_total_size_limit(project, self.limit_in(form), actor=self.request.actor)
        return f"The size limit of {project.name} is set."
