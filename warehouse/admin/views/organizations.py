"""One organization, and what staff do with it."""

from functools import cached_property, partial
from typing import Any

from pyramid.view import view_config, view_defaults
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from warehouse.accounts.queries import user_named
from warehouse.admin.refusals import ActionRefused
from warehouse.admin.views.actions import (
    Action,
    ActionForm,
    Offer,
    action,
    confirming,
    offered,
)
from warehouse.admin.views.base import AdminView
from warehouse.admin.views.limits import (
    SetFileLimit,
    SetLimit,
    SetSizeLimit,
    total_size_form,
)
from warehouse.events.staff import State
from warehouse.http import Request
from warehouse.http.keys import found_by_key
from warehouse.listings.histories import history_of_organization
from warehouse.organizations import queries
from warehouse.organizations.models import (
    Organization,
    OrganizationRole,
    OrganizationRoleName,
    OrganizationType,
)
from warehouse.organizations.provider_queries import provider_of
from warehouse.organizations.services import (
    OrganizationService,
    OrganizationStaffService,
    ProviderService,
)
from warehouse.packaging.queries import projects_owned_by
from warehouse.security import Permission

_WRITE = Permission.ADMIN_ORGANIZATIONS_WRITE
_ROLES = Permission.ADMIN_ROLES_WRITE
_OFFERS = (
    Offer("admin.organization.edit", "Edit", _WRITE),
    Offer("admin.organization.rename", "Rename", _WRITE),
    Offer("admin.organization.upload_limit", "Set the file limit", _WRITE),
    Offer("admin.organization.total_size_limit", "Set the size limit", _WRITE),
    Offer("admin.organization.add_role", "Add a member", _ROLES),
)


class OfOrganization:
    """What is about the organization that the URL names."""

    request: Request
    section = "admin.organizations"

    @cached_property
    def organization(self) -> Organization:
        """Return the organization; raises `HTTPNotFound`."""
        return found_by_key(
            self.request,
            partial(queries.organization_by_id, self.request.db),
            "There is no such organization.",
        )


@view_defaults(permission=Permission.ADMIN_ORGANIZATIONS_READ, uses_session=True)
class OrganizationView(OfOrganization, AdminView):
    """The page about one organization."""

    @view_config(route_name="admin.organization", renderer="admin/organization.html")
    def show(self) -> dict[str, Any]:
        """Show what is known about it, and what can be done."""
        organization, db = self.organization, self.request.db
        return self.page(
            organization=organization,
            members=queries.members_of(db, organization),
            names=queries.names_of(db, organization),
            provider=provider_of(db, organization),
            invitations=queries.people_invited(db, organization),
            teams=queries.teams_of(db, organization),
            projects=projects_owned_by(db, organization),
            stream=history_of_organization(db, organization),
            actions=offered(self.request, _OFFERS, id=organization.id),
        )


class OrganizationAction(OfOrganization, Action):
    """The base of actions on an organization."""

    @property
    def subject(self) -> tuple[str, str, str]:
        """Return the organization."""
        return "organization", str(self.organization.id), self.organization.name

    @property
    def back(self) -> str:
        """Return the page about the organization."""
        path = self.request.route_path("admin.organization", id=self.organization.id)
        return str(path)

    @property
    def staff(self) -> OrganizationStaffService:
        """Return the service that changes organizations for staff."""
        return self.request.service(OrganizationStaffService)


class EditForm(ActionForm):
    """The public description of an organization."""

    display_name = StringField(
        "Display name", validators=[InputRequired("Write a name."), Length(max=100)]
    )
    link_url = StringField("Link", validators=[InputRequired("Write a link.")])
    description = TextAreaField("Description", validators=[Length(max=400)])
    orgtype = SelectField(
        "Kind", choices=[(each.value, each.value) for each in OrganizationType]
    )


@action("admin.organization.edit", _WRITE)
class Edit(OrganizationAction):
    """Change what its page says."""

    name, title, form_class = "organization.edit", "Edit", EditForm

    def effects(self) -> list[str]:
        """Say what changes."""
        return ["Its public page says it from now on."]

    def state(self) -> State:
        """Return what its page says."""
        fields = ("display_name", "link_url", "description", "orgtype")
        return {name: getattr(self.organization, name) for name in fields}

    def make_form(self, data: Any = None) -> ActionForm:
        """Return the form, with what is now."""
        return self.form_class(data, data=None if data is not None else self.state())

    def act(self, form: Any) -> str:
        """Change it."""
        values = {name: form[name].data for name in self.state()}
        values["orgtype"] = OrganizationType(values["orgtype"])
        self.staff.describe(self.organization, values)
        return f"{self.organization.name} is changed."


class RenameForm(ActionForm):
    """Another name."""

    new_organization_name = StringField(
        "New name", validators=[InputRequired("Write a name.")]
    )


@action("admin.organization.rename", _WRITE)
class Rename(OrganizationAction):
    """Rename it; its former names lead to it."""

    name, title, form_class = "organization.rename", "Rename", RenameForm

    def effects(self) -> list[str]:
        """Say what becomes of the name that it has."""
        return [
            "The name that it has now stays reserved, and leads to it.",
            "The history of the organization has an event.",
        ]

    def state(self) -> State:
        """Return its name."""
        return {"name": self.organization.name}

    def act(self, form: Any) -> str:
        """Rename it."""
        organization = self.organization
        name = form.new_organization_name.data
        service = self.request.service(OrganizationService)
        service.rename(organization, name, actor=self.request.actor)
        return f"It is {name} now."


@action("admin.organization.remove_provider", _WRITE)
class RemoveProvider(OrganizationAction):
    """Remove the identity provider of an organization."""

    name, title = "organization.remove_provider", "Remove the identity provider"
    is_danger = True

    def effects(self) -> list[str]:
        """Say what ends."""
        return [
            "Nobody signs in by it any more, and no rule of the organization asks for it.",
            "As whom it knows members is forgotten; their teams stay as they are.",
            "The owners are told by mail.",
        ]

    def state(self) -> State:
        """Return which one it is."""
        found = provider_of(self.request.db, self.organization)
        return {"issuer": None if found is None else found.issuer}

    def act(self, form: Any) -> str:
        """Remove it."""
        service = self.request.service(ProviderService)
        service.remove(self.organization, actor=self.request.actor)
        return f"{self.organization.name} has no identity provider any more."


class OrganizationLimit(OrganizationAction, SetLimit):
    """The base of the two limits."""

    @property
    def limited(self) -> Organization:
        """Return the organization."""
        return self.organization

    def effects(self) -> list[str]:
        """Say which limit holds."""
        return ["It holds for all of its projects; the largest limit of a project counts."]


@action("admin.organization.upload_limit", _WRITE)
class SetUploadLimit(OrganizationLimit, SetFileLimit):
    """Set how large a file of its projects may be."""

    name = "organization.set_upload_limit"

    def act(self, form: Any) -> str:
        """Set the limit."""
        organization, actor = self.organization, self.request.actor
        self.staff.set_upload_limit(organization, self.limit_in(form), actor=actor)
        return f"The file limit of {organization.name} is set."


@action("admin.organization.total_size_limit", _WRITE)
class SetTotalSizeLimit(OrganizationLimit, SetSizeLimit):
    """Set how much each of its projects may hold."""

    name = "organization.set_total_size_limit"
    form_class = total_size_form("each project")

    def act(self, form: Any) -> str:
        """Set the limit."""
        organization, actor = self.organization, self.request.actor
        self.staff.set_total_size_limit(organization, self.limit_in(form), actor=actor)
        return f"The size limit of {organization.name} is set."


_ROLE_CHOICES = [(each.value, each.value) for each in OrganizationRoleName]


class AddRoleForm(ActionForm):
    """A person and a role."""

    username = StringField("Username", validators=[InputRequired("Write a username.")])
    role_name = SelectField("Role", choices=_ROLE_CHOICES)


class MembersAction(OrganizationAction):
    """The base of actions on members."""

    def state(self) -> State:
        """Return who has which role."""
        found = queries.members_of(self.request.db, self.organization)
        return {"roles": {each.user.username: each.role_name for each in found}}


@action("admin.organization.add_role", _ROLES)
class AddMember(MembersAction):
    """Make a person a member at once, without an invitation."""

    name, title, form_class = "organization.add_role", "Add a member", AddRoleForm

    def effects(self) -> list[str]:
        """Say that nobody is asked."""
        return ["The role is given at once; nobody is asked."]

    def act(self, form: Any) -> str:
        """Give it."""
        user = user_named(self.request.db, form.username.data)
        if user is None:
            raise ActionRefused(f"There is no user named “{form.username.data}”.")
        role_name = OrganizationRoleName(form.role_name.data)
        actor = self.request.actor
        self.staff.add_role(self.organization, user, role_name, actor=actor)
        return f"{user.username} is {role_name} of {self.organization.name}."


class MemberAction(MembersAction):
    """The base of actions on one member."""

    @property
    def role(self) -> OrganizationRole:
        """Return the role that the URL names; raises `HTTPNotFound`."""
        return found_by_key(
            self.request,
            partial(self.staff.role, self.organization),
            "There is no such role.",
            part="role",
        )

    def effects(self) -> list[str]:
        """Say who it is, and whether another owner is left."""
        role, owner = self.role, OrganizationRoleName.OWNER
        said = [f"{role.user.username} is {role.role_name}."]
        others = queries.members_of(self.request.db, self.organization)
        if not any(each.role_name == owner and each.id != role.id for each in others):
            said.append("Nobody else is owner.")
        return said


class ChangeRoleForm(ActionForm):
    """Another role."""

    role_name = SelectField("Role", choices=_ROLE_CHOICES)


@action("admin.organization.update_role", _ROLES)
class ChangeMember(MemberAction):
    """Give a member another role."""

    name, title = "organization.update_role", "Change a role"
    form_class = ChangeRoleForm

    def make_form(self, data: Any = None) -> ActionForm:
        """Return the form, with the role as it is."""
        now = {"role_name": self.role.role_name}
        return self.form_class(data, data=None if data is not None else now)

    def act(self, form: Any) -> str:
        """Change it."""
        role, name = self.role, OrganizationRoleName(form.role_name.data)
        self.staff.change_role(role, name, actor=self.request.actor)
        return f"{role.user.username} is {name} now."


@action("admin.organization.delete_role", _ROLES)
class RemoveMember(MemberAction):
    """Remove a member."""

    name, title, is_danger = "organization.delete_role", "Remove a member", True
    form_class = confirming("username", "Type the username of whoever leaves")
    confirms = "username"

    @property
    def confirmed_name(self) -> str:
        """Return whose role it is."""
        return str(self.role.user.username)

    def act(self, form: Any) -> str:
        """Remove them."""
        role = self.role
        name = role.user.username
        self.staff.remove_role(role, actor=self.request.actor)
        return f"{name} is a member no longer."
