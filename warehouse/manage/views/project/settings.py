"""What owners do to a project as a whole: archive, advise against, delete."""

from typing import Any

from pyramid.view import view_config, view_defaults
from wtforms import Form, StringField

from warehouse.i18n import Message, _, ngettext
from warehouse.manage.views.project.actions import (
    DeletingAction,
    OwnerAction,
    owner_action,
    sentence_field,
)
from warehouse.manage.views.project.base import ProjectView
from warehouse.packaging import queries
from warehouse.packaging.resources import ProjectResource
from warehouse.packaging.services import LifecycleService, ProjectPolicyService
from warehouse.security import Permission


@view_defaults(
    context=ProjectResource,
    permission=Permission.PROJECT_READ,
    uses_session=True,
    requires_reauth=True,
    request_method=("GET", "HEAD"),
)
class SettingsView(ProjectView):
    """The page of settings."""

    section = "manage.project.settings"

    @view_config(
        route_name="manage.project.settings", renderer="manage/project/settings.html"
    )
    def show(self) -> dict[str, Any]:
        """Show limits and status, and what can be changed."""
        uploads, project = self.request.settings.uploads, self.project
        return self.page(
            file_limit=project.upload_limit or uploads.max_file_bytes,
            size_limit=project.total_size_limit or uploads.max_project_bytes,
            organization=queries.organization_of(self.request.db, project.id),
            may_write=self.request.has_permission(Permission.PROJECT_WRITE),
        )


class SettingAction(OwnerAction):
    """The base of actions on a project as a whole."""

    section = "manage.project.settings"

    @property
    def lifecycle(self) -> LifecycleService:
        """Return the service that changes its status."""
        return self.request.service(LifecycleService)

    @property
    def policy(self) -> ProjectPolicyService:
        """Return the service that sets what it asks of whoever works on it."""
        return self.request.service(ProjectPolicyService)


@owner_action("manage.project.archive", reauth=False)
class Archive(SettingAction):
    """Close a project for uploads."""

    @property
    def title(self) -> Message:
        """Return what is done."""
        return self._named(_("Archive ${project}"))

    def effects(self) -> list[str]:
        """Say what stops, and what stays."""
        return [
            _("Nothing can be uploaded any more. The page says that no release follows."),
            _("What is there can still be installed. You can undo it at any time."),
        ]

    def act(self, form: Any) -> Message:
        """Archive it."""
        self.lifecycle.archive(self.project, actor=self.request.actor)
        return self._named(_("${project} is archived."))


@owner_action("manage.project.unarchive", reauth=False)
class Unarchive(SettingAction):
    """Open a project for uploads again."""

    @property
    def title(self) -> Message:
        """Return what is done."""
        return self._named(_("Take ${project} out of the archive"))

    def act(self, form: Any) -> Message:
        """Open it."""
        self.lifecycle.unarchive(self.project, actor=self.request.actor)
        return self._named(_("${project} takes uploads again."))


class DeprecateForm(Form):
    """Why, and what to use instead."""

    reason = sentence_field(500, _("Use at most 500 characters."))
    successor = sentence_field(200, _("Use at most 200 characters."))


@owner_action("manage.project.deprecate", reauth=False)
class Deprecate(SettingAction):
    """Advise against a project, and name another one."""

    form_class = DeprecateForm

    @property
    def title(self) -> Message:
        """Return what is done."""
        return self._named(_("Deprecate ${project}"))

    @property
    def labels(self) -> dict[str, Message]:
        """Return the words of each field."""
        return {
            "reason": _("Why? Everybody reads it (optional)"),
            "successor": _("Another project to use instead (optional)"),
        }

    def make_form(self, data: Any = None) -> Form:
        """Return the form, with what is said now."""
        project = self.project
        now = {"reason": project.lifecycle_status_note, "successor": project.successor}
        return DeprecateForm(data, data=now if data is None else None)

    def effects(self) -> list[str]:
        """Say who is told."""
        return [
            _("The page and the index say that the project should not be used any more."),
            _("It can still be installed, takes uploads, and comes later in searches."),
        ]

    def act(self, form: Any) -> Message:
        """Advise against it."""
        self.lifecycle.deprecate(
            self.project,
            reason=form.reason.data,
            successor=form.successor.data,
            actor=self.request.actor,
        )
        return self._named(_("${project} is deprecated."))


@owner_action("manage.project.undeprecate", reauth=False)
class Undeprecate(SettingAction):
    """Advise against a project no longer."""

    @property
    def title(self) -> Message:
        """Return what is done."""
        return self._named(_("Recommend ${project} again"))

    def act(self, form: Any) -> Message:
        """Take it back."""
        self.lifecycle.undeprecate(self.project, actor=self.request.actor)
        return self._named(_("${project} is not deprecated any more."))


class DeleteForm(Form):
    """The name of the project, to confirm."""

    confirm_project_name = StringField()


@owner_action("manage.project.delete")
class DeleteProject(SettingAction, DeletingAction):
    """Delete a project with everything below it."""

    form_class, confirms = DeleteForm, "confirm_project_name"

    @property
    def title(self) -> Message:
        """Return what is done."""
        return self._named(_("Delete ${project}"))

    @property
    def after(self) -> str:
        """Return the list of one's projects."""
        return str(self.request.route_path("manage.projects"))

    @property
    def labels(self) -> dict[str, Message]:
        """Return the words of the field."""
        return {"confirm_project_name": _("Type the name of the project to confirm")}

    def effects(self) -> list[str]:
        """Say what goes, who needs it, and for how long it can be had back."""
        [preview] = queries.contents_of(self.request.db, [self.project.id])
        needed = ngettext(
            "${n} project requires it, and can no longer be installed as it is.",
            "${n} projects require it, and can no longer be installed as they are.",
            preview.dependents,
        )
        return [
            ngettext("${n} release goes.", "${n} releases go.", preview.releases),
            ngettext("${n} file goes.", "${n} files go.", preview.files),
            *([needed] if preview.dependents else []),
            _("The name is free for anyone at once."),
            *self.kept(),
        ]

    def act(self, form: Any) -> Message:
        """Delete it."""
        said = self._named(_("${project} is deleted."))
        self.deletions.delete_project(self.project, actor=self.request.actor)
        return said
