"""The projects of an organization: adding those that one owns, and new ones."""

from typing import Any

from pyramid.view import view_config, view_defaults
from wtforms import Form, SelectField, StringField
from wtforms.validators import InputRequired, Length

from warehouse.http.fields import ONE_LINE, trimmed
from warehouse.i18n import Message, _
from warehouse.manage.pending_forms import name_problem
from warehouse.manage.views.actions import ActionRefused
from warehouse.manage.views.organization.base import (
    OrganizationAction,
    OrganizationView,
    organization_action,
    page_of,
)
from warehouse.packaging import queries
from warehouse.packaging.errors import ProjectNameUnavailable
from warehouse.packaging.models import Project
from warehouse.packaging.services import OwnershipService
from warehouse.security import Permission

_PROJECTS = "manage.organization.projects"


@view_defaults(**page_of())
class ProjectsView(OrganizationView):
    """The projects of an organization."""

    section = _PROJECTS

    @view_config(route_name=_PROJECTS, renderer="manage/organization/projects.html")
    def show(self) -> dict[str, Any]:
        """Show its projects, and which of them one may manage."""
        db = self.request.db
        return self.page(
            projects=queries.projects_owned_by(db, self.organization),
            may_add=self.request.has_permission(Permission.ORGANIZATION_ADD),
            owned=set(queries.owned_project_ids(db, self.user.id)),
        )


class ProjectAction(OrganizationAction):
    """The base of actions that add a project."""

    section = _PROJECTS

    @property
    def ownership(self) -> OwnershipService:
        """Return the service that changes who owns a project."""
        return self.request.service(OwnershipService)

    def effects(self) -> list[str]:
        """Say who owns the project from then on."""
        return [_("The owners of the organization are its owners.")]


class NewForm(Form):
    """The name of a project that does not exist yet."""

    project_name = StringField(
        validators=[
            InputRequired(_("Type a name.")),
            Length(max=100, message=_("Use at most 100 characters.")),
            ONE_LINE,
        ],
        filters=[trimmed],
    )


@organization_action(
    "manage.organization.project.new", permission=Permission.ORGANIZATION_ADD
)
class NewProject(ProjectAction):
    """Make a project that belongs to the organization."""

    form_class = NewForm

    @property
    def title(self) -> Message:
        """Return what is done."""
        return _("Make a new project")

    @property
    def labels(self) -> dict[str, Message]:
        """Return the words of the field."""
        return {"project_name": _("Name of the project")}

    def act(self, form: Any) -> Message:
        """Make it; raises `ActionRefused` for a name that cannot be had."""
        name, actor = form.project_name.data, self.request.actor
        try:
            project = self.ownership.create(name, self.organization, actor=actor)
        except ProjectNameUnavailable as error:
            raise ActionRefused(name_problem(error)) from error
        return _("The project ${name} is made.", mapping={"name": project.name})


class AddForm(Form):
    """One of one's own projects."""

    project = SelectField()


@organization_action(
    "manage.organization.project.add", permission=Permission.ORGANIZATION_ADD
)
class AddProject(ProjectAction):
    """Give the organization a project that one owns."""

    @property
    def title(self) -> Message:
        """Return what is done."""
        return _("Add one of your projects")

    @property
    def labels(self) -> dict[str, Message]:
        """Return the words of the field."""
        return {"project": _("Project")}

    def make_form(self, data: Any = None) -> Form:
        """Return the form, with the projects that can be given."""
        form = AddForm(data)
        form.project.choices = [(each.normalized_name, each.name) for each in self._given()]
        return form

    def effects(self) -> list[str]:
        """Say which role ends, or that there is nothing to give."""
        if not self._given():
            return [_("You own no project that belongs to no organization.")]
        return [*super().effects(), _("Your own role as an owner of it ends.")]

    def act(self, form: Any) -> Message:
        """Give it."""
        [project] = [
            each for each in self._given() if each.normalized_name == form.project.data
        ]
        self.ownership.transfer(project, self.organization, actor=self.request.actor)
        return _("${project} belongs to the organization now.").with_values(
            project=project.name
        )

    def _given(self) -> list[Project]:
        return list(queries.projects_without_organization(self.request.db, self.user.id))
