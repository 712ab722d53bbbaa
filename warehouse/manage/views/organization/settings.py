"""What an organization says of itself, and deleting it."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config, view_defaults
from wtforms import Form, StringField

from warehouse.i18n import Message, _
from warehouse.manage.organization_forms import ProfileForm
from warehouse.manage.views.organization.base import (
    OrganizationAction,
    OrganizationView,
    organization_action,
    page_of,
)
from warehouse.organizations.models import OrganizationType
from warehouse.organizations.services import OrganizationService, Profile
from warehouse.packaging.queries import count_projects_owned_by

_SETTINGS = "manage.organization.settings"
_FIELDS = ("display_name", "link_url", "description", "orgtype")


@view_defaults(**page_of())
class SettingsView(OrganizationView):
    """The page of settings."""

    section, needs_standing = _SETTINGS, False

    @view_config(route_name="manage.organization")
    def enter(self) -> Response:
        """Lead to the projects, or to the settings of one that is not active."""
        is_open = self.organization.is_in_good_standing
        return HTTPSeeOther(
            self.path("manage.organization.projects" if is_open else _SETTINGS)
        )

    @view_config(route_name=_SETTINGS, renderer="manage/organization/settings.html")
    def show(self) -> dict[str, Any]:
        """Show what it says of itself, and what can be changed."""
        key = self.organization.id
        return self.page(projects=count_projects_owned_by(self.request.db, key))


class SettingAction(OrganizationAction):
    """The base of actions on an organization as a whole."""

    section, needs_standing = _SETTINGS, False

    @property
    def service(self) -> OrganizationService:
        """Return the service that changes organizations."""
        return self.request.service(OrganizationService)


@organization_action("manage.organization.edit")
class Edit(SettingAction):
    """Change what its page says."""

    form_class = ProfileForm

    @property
    def title(self) -> Message:
        """Return what is done."""
        return _("Change the description")

    @property
    def labels(self) -> dict[str, Message]:
        """Return the words of each field."""
        return {
            "display_name": _("Display name"),
            "link_url": _("Its page"),
            "description": _("Description"),
            "orgtype": _("What it is"),
        }

    def effects(self) -> list[str]:
        """Say who reads it, and who is told."""
        return [
            _("Its public page and those of its projects say it from now on."),
            _("Owners are told by mail. A company stays a company."),
        ]

    def make_form(self, data: Any = None) -> Form:
        """Return the form, with what is said now."""
        now = {name: getattr(self.organization, name) for name in _FIELDS}
        return ProfileForm(data, data=now if data is None else None)

    def act(self, form: Any) -> Message:
        """Change it."""
        said = {name: form[name].data for name in _FIELDS}
        said["orgtype"] = OrganizationType(said["orgtype"])
        self.service.update(self.organization, Profile(**said), actor=self.request.actor)
        return _("The description is changed.")


class DeleteForm(Form):
    """The name of the organization, to confirm."""

    confirm_organization_name = StringField()


@organization_action("manage.organization.delete")
class Delete(SettingAction):
    """Delete the organization."""

    form_class, confirms, is_danger = DeleteForm, "confirm_organization_name", True

    @property
    def title(self) -> Message:
        """Return what is done."""
        name = self.organization.display_name
        return _("Delete ${organization}", mapping={"organization": name})

    @property
    def labels(self) -> dict[str, Message]:
        """Return the words of the field."""
        return {
            "confirm_organization_name": _("Type the name of the organization to confirm")
        }

    @property
    def after(self) -> str:
        """Return the list of one's organizations."""
        return str(self.request.route_path("manage.organizations"))

    def effects(self) -> list[str]:
        """Say what goes, and what stays."""
        return [
            _("Its teams, invitations and history go. It cannot be undone."),
            _("It can only be deleted when it owns no projects."),
            _("Its name stays reserved: nobody can ever have it again."),
        ]

    def act(self, form: Any) -> Message:
        """Delete it."""
        name = {"organization": self.organization.display_name}
        self.service.delete(self.organization, actor=self.request.actor)
        return _("${organization} is deleted.", mapping=name)
