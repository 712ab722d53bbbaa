"""The organization of a project: transferring it, and taking it out."""

from typing import Any

from wtforms import Form, SelectField, StringField

from warehouse.i18n import Message, _
from warehouse.manage.views.project.actions import OwnerAction, owner_action
from warehouse.organizations.models import Organization
from warehouse.organizations.queries import organizations_managed_by
from warehouse.packaging import queries
from warehouse.packaging.services import OwnershipService

_SETTINGS = "manage.project.settings"


class OwnershipAction(OwnerAction):
    """The base of actions that change which organization owns a project."""

    section, is_danger = _SETTINGS, True

    @property
    def ownership(self) -> OwnershipService:
        """Return the service that changes it."""
        return self.request.service(OwnershipService)

    @property
    def current(self) -> Organization | None:
        """Return the organization that owns it now."""
        return queries.organization_of(self.request.db, self.project.id)

    @property
    def after(self) -> str:
        """Return the list of one's projects, since one may own it no longer."""
        return str(self.request.route_path("manage.projects"))

    def leaving(self) -> list[str]:
        """Say what ends when it leaves an organization."""
        if self.current is None:
            return []
        return [
            _("The roles of its teams end, and every trusted publisher of the project."),
            _("The owners of ${organization} own it no longer.").with_values(
                organization=self.current.display_name
            ),
        ]


class TransferForm(Form):
    """Where it goes, and its name to confirm."""

    organization = SelectField()
    confirm_transfer_organization_project_name = StringField()


@owner_action("manage.project.transfer")
class Transfer(OwnershipAction):
    """Give the project to an organization."""

    confirms = "confirm_transfer_organization_project_name"

    @property
    def title(self) -> Message:
        """Return what is done."""
        return self._named(_("Transfer ${project}"))

    @property
    def labels(self) -> dict[str, Message]:
        """Return the words of each field."""
        confirming = _("Type the name of the project to confirm")
        return {"organization": _("Organization"), str(self.confirms): confirming}

    def make_form(self, data: Any = None) -> Form:
        """Return the form, with the organizations that it can go to."""
        form = TransferForm(data)
        form.organization.choices = [
            (each.normalized_name, each.display_name) for each in self._targets()
        ]
        return form

    def effects(self) -> list[str]:
        """Say who owns it then, and what ends."""
        if not self._targets():
            return [_("You manage no other organization that it could go to.")]
        return [
            _("The owners of the organization are its owners."),
            _("Your own role as an owner of it ends."),
            *self.leaving(),
            _("The owners on both sides are told by mail."),
        ]

    def act(self, form: Any) -> Message:
        """Transfer it."""
        wanted = form.organization.data
        [target] = [each for each in self._targets() if each.normalized_name == wanted]
        self.ownership.transfer(self.project, target, actor=self.request.actor)
        return _(
            "${project} belongs to ${organization} now.",
            mapping={"project": self.project.name, "organization": target.display_name},
        )

    def _targets(self) -> list[Organization]:
        current = self.current
        found = organizations_managed_by(self.request.db, self.user.id)
        return [each for each in found if current is None or each.id != current.id]


class ReleaseForm(Form):
    """The name of the project, to confirm."""

    confirm_remove_organization_project_name = StringField()


@owner_action("manage.project.release")
class TakeOut(OwnershipAction):
    """Take the project out of its organization."""

    form_class, confirms = ReleaseForm, "confirm_remove_organization_project_name"

    @property
    def title(self) -> Message:
        """Return what is done."""
        return self._named(_("Take ${project} out of its organization"))

    @property
    def labels(self) -> dict[str, Message]:
        """Return the words of the field."""
        return {str(self.confirms): _("Type the name of the project to confirm")}

    def effects(self) -> list[str]:
        """Say who owns it then, and what ends."""
        return [
            _("Those who have the role of an owner in the project own it alone."),
            *self.leaving(),
            _("The owners on both sides are told by mail."),
        ]

    def act(self, form: Any) -> Message:
        """Take it out."""
        self.ownership.release(self.project, actor=self.request.actor)
        return self._named(_("${project} belongs to no organization any more."))
