"""One project, and what staff do with projects."""

from typing import Any, ClassVar

from pyramid.httpexceptions import HTTPNotFound
from pyramid.view import view_config, view_defaults
from wtforms import IntegerField
from wtforms.validators import NumberRange, Optional

from warehouse.admin.views.actions import Action, ActionForm, action
from warehouse.admin.views.base import AdminView
from warehouse.events.staff import State
from warehouse.http import Request
from warehouse.listings.histories import history_of_project
from warehouse.packaging import queries
from warehouse.packaging.limits import GIB, MIB
from warehouse.packaging.models import Project
from warehouse.packaging.services import LimitService
from warehouse.packaging.services.limits import (
    LEAST_FILE_MIB,
    LEAST_TOTAL_GIB,
    MOST_FILE_MIB,
)
from warehouse.security import Permission

MOST_RELEASES = 100
"""Releases that the page of a project names."""


class OfProject:
    """What is about the project that the URL names."""

    request: Request
    section = "admin.projects"

    @property
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
    observe = Permission.ADMIN_OBSERVATIONS_WRITE
    return [*found, ("admin.project.observe", "Add an observation", observe)]


class ProjectAction(OfProject, Action):
    """The base of actions on a project."""

    @property
    def subject(self) -> tuple[str, str, str]:
        """Return the project."""
        return "project", str(self.project.id), self.project.name

    @property
    def back(self) -> str:
        """Return the page about the project."""
        name = self.project.normalized_name
        return str(self.request.route_path("admin.project", name=name))


class UploadLimitForm(ActionForm):
    """A limit of files, in MiB."""

    upload_limit = IntegerField(
        f"Limit of a file in MiB ({LEAST_FILE_MIB} to {MOST_FILE_MIB}), empty for none",
        validators=[Optional(), NumberRange(LEAST_FILE_MIB, MOST_FILE_MIB)],
    )


class TotalSizeLimitForm(ActionForm):
    """A limit of all files together, in GiB."""

    total_size_limit = IntegerField(
        f"Limit of all files in GiB (at least {LEAST_TOTAL_GIB}), empty for none",
        validators=[Optional(), NumberRange(LEAST_TOTAL_GIB, 1_000_000)],
    )


class SetLimit(ProjectAction):
    """The base of the two limits."""

    column: ClassVar[str]
    unit: ClassVar[int]

    def make_form(self, data: Any = None) -> ActionForm:
        """Return the form, with the limit as it is."""
        now = getattr(self.project, self.column)
        filled = {} if now is None or data is not None else {self.column: now // self.unit}
        return self.form_class(data, data=filled)

    def state(self) -> State:
        """Return the limit."""
        return {self.column: getattr(self.project, self.column)}


@action("admin.project.upload_limit", Permission.ADMIN_LIMITS_WRITE)
class SetUploadLimit(SetLimit):
    """Set how large a file may be."""

    name, title = "project.set_upload_limit", "Set the file limit"
    form_class = UploadLimitForm
    column, unit = "upload_limit", MIB

    def effects(self) -> list[str]:
        """Say which limit holds without one of its own."""
        common = self.request.settings.uploads.max_file_bytes // MIB
        return [f"Without a limit of its own, a file may have {common} MiB."]

    def act(self, form: Any) -> str:
        """Set the limit."""
        limits = self.request.service(LimitService)
        limits.set_upload_limit(
            self.project, form.upload_limit.data, actor=self.request.actor
        )
        return f"The file limit of {self.project.name} is set."


@action("admin.project.total_size_limit", Permission.ADMIN_LIMITS_WRITE)
class SetTotalSizeLimit(SetLimit):
    """Set how much all files may hold together."""

    name, title = "project.set_total_size_limit", "Set the size limit"
    form_class = TotalSizeLimitForm
    column, unit = "total_size_limit", GIB

    def effects(self) -> list[str]:
        """Say how much it holds now."""
        return [f"It holds {self.project.total_size / GIB:.2f} GiB now."]

    def act(self, form: Any) -> str:
        """Set the limit."""
        limits = self.request.service(LimitService)
        limits.set_total_size_limit(
            self.project, form.total_size_limit.data, actor=self.request.actor
        )
        return f"The size limit of {self.project.name} is set."
