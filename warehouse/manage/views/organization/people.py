"""Who belongs to an organization: roles, invitations, and what owners change about them."""

from functools import cached_property, partial
from typing import Any
from uuid import UUID

from pyramid.view import view_config, view_defaults
from venusian import lift
from wtforms import Form, SelectField, StringField
from wtforms.validators import InputRequired, Length

from warehouse.accounts.errors import TooManyRequests
from warehouse.accounts.explanations import explain as explain_account
from warehouse.accounts.models import User
from warehouse.http import Request
from warehouse.http.fields import ONE_LINE
from warehouse.http.keys import found_by_key
from warehouse.i18n import Message, _
from warehouse.manage.views.actions import ActionRefused
from warehouse.manage.views.organization.base import (
    OrganizationAction,
    OrganizationView,
    organization_action,
    page_of,
)
from warehouse.manage.views.revoking import RevokingInvitation
from warehouse.organizations import queries
from warehouse.organizations.errors import OrganizationError
from warehouse.organizations.explanations import ROLE_WORDS, explain
from warehouse.organizations.models import (
    Organization,
    OrganizationRole,
    OrganizationRoleName,
)
from warehouse.organizations.resources import OrganizationResource
from warehouse.organizations.services import InvitationService, MemberService
from warehouse.organizations.services.members import offered_roles
from warehouse.security import Permission

_PEOPLE = "manage.organization.people"


@view_defaults(**page_of())
class PeopleView(OrganizationView):
    """The people of an organization."""

    section = _PEOPLE

    @view_config(route_name=_PEOPLE, renderer="manage/organization/people.html")
    def show(self) -> dict[str, Any]:
        """Show who belongs to it, and who was invited."""
        roles = queries.members_of(self.request.db, self.organization)
        return self.page(
            roles=roles,
            owners=sum(each.role_name is OrganizationRoleName.OWNER for each in roles),
            invitations=queries.people_invited(self.request.db, self.organization),
            may_leave=self.request.has_permission(Permission.ORGANIZATION_LEAVE),
        )


class RoleForm(Form):
    """A role, of those that the organization gives."""

    role_name = SelectField()


class InviteForm(RoleForm):
    """Whom, and for what."""

    username = StringField(
        validators=[
            InputRequired(_("Type a username.")),
            Length(max=100, message=_("Use at most 100 characters.")),
            ONE_LINE,
        ]
    )


class RoleChoice(OrganizationAction):
    """The base of actions that give a role."""

    section = _PEOPLE

    @property
    def labels(self) -> dict[str, Message]:
        """Return the words of each field."""
        return {"username": _("Username"), "role_name": _("Role")}

    def effects(self) -> list[str]:
        """Say what each role may do."""
        return [
            _("Members see the organization and can be on its teams."),
            _("Managers also add projects, and make and change teams."),
            _("Owners manage everything, and own every project of it."),
        ]


def choices_of(form: RoleForm, organization: Organization) -> None:
    """Offer the roles that an organization gives, the smallest first."""
    offered = reversed(offered_roles(organization))
    form.role_name.choices = [(each.value, ROLE_WORDS[each]) for each in offered]


@organization_action("manage.organization.invite")
class Invite(RoleChoice):
    """Ask somebody to join."""

    @property
    def title(self) -> Message:
        """Return what is done."""
        return _("Invite somebody")

    def make_form(self, data: Any = None) -> Form:
        """Return the form, with who was invited before, if a link says so."""
        asked = {name: self.request.GET.get(name, "")[:100] for name in self.labels}
        form = InviteForm(data, data=asked if data is None else None)
        choices_of(form, self.organization)
        return form

    def effects(self) -> list[str]:
        """Say what each role may do, and for how long the link works."""
        link = _("A link is sent to their primary address; it works for six hours.")
        return [*super().effects(), link]

    def act(self, form: Any) -> Message:
        """Invite them; raises `ActionRefused` after too many invitations."""
        service, actor = self.request.service(InvitationService), self.request.actor
        who, role_name = form.username.data, OrganizationRoleName(form.role_name.data)
        try:
            made = service.invite(self.organization, who, role_name, actor=actor)
        except TooManyRequests as error:
            raise ActionRefused(" ".join(explain_account(error))) from error
        name = {"name": made.user.username}
        return _("${name} is invited, and has six hours to answer.", mapping=name)


@lift()
@view_defaults(
    route_name="manage.organization.revoke",
    context=OrganizationResource,
    permission=Permission.ORGANIZATION_WRITE,
    uses_session=True,
)
class RevokeInvitation(OrganizationView, RevokingInvitation):
    """Taking an invitation back."""

    section, refused_by = _PEOPLE, OrganizationError

    def take_back(self, user_id: UUID) -> User:
        """Take the invitation of somebody to the organization back."""
        service, actor = self.request.service(InvitationService), self.request.actor
        return service.revoke(self.organization, user_id, actor=actor).user

    def explain(self, error: OrganizationError) -> str:
        """Return why it is not taken back."""
        return explain(error)


class OfMember:
    """What is about the role that the URL names."""

    request: Request
    organization: Organization

    @cached_property
    def role(self) -> OrganizationRole:
        """Return the role; raises `HTTPNotFound`."""
        find = partial(self.request.service(MemberService).find, self.organization)
        return found_by_key(self.request, find, part="role")

    def _named(self, sentence: Message) -> Message:
        values = {"name": self.role.user.username}
        return sentence.with_values(organization=self.organization.display_name, **values)


@organization_action("manage.organization.role.change")
class ChangeRole(OfMember, RoleChoice):
    """Give somebody another role."""

    @property
    def title(self) -> Message:
        """Return what is done."""
        return self._named(_("Change the role of ${name}"))

    def make_form(self, data: Any = None) -> Form:
        """Return the form, with the role as it is."""
        now = {"role_name": self.role.role_name}
        form = RoleForm(data, data=now if data is None else None)
        choices_of(form, self.organization)
        return form

    def effects(self) -> list[str]:
        """Say what each role may do, and who is told."""
        return [*super().effects(), _("They and the other owners are told by mail.")]

    def act(self, form: Any) -> Message:
        """Change it."""
        said = self._named(_("The role of ${name} is changed."))
        self.request.service(MemberService).change(
            self.role, OrganizationRoleName(form.role_name.data), actor=self.request.actor
        )
        return said


class EndMembership(OrganizationAction):
    """The base of actions that end a membership."""

    section, is_danger = _PEOPLE, True

    def effects(self) -> list[str]:
        """Say what ends."""
        return [
            _("The role ends, and the membership in every team."),
            _("What was allowed by them is refused at once, for tokens as well."),
            _("They and the other owners are told by mail."),
        ]


@organization_action("manage.organization.role.delete")
class RemoveMember(OfMember, EndMembership):
    """Take somebody out of the organization."""

    @property
    def title(self) -> Message:
        """Return what is done."""
        return self._named(_("Remove ${name}"))

    @property
    def after(self) -> str:
        """Return the people that are left, or one's own organizations."""
        if self.request.has_permission(Permission.ORGANIZATION_READ):
            return self.back
        return str(self.request.route_path("manage.organizations"))

    def act(self, form: Any) -> Message:
        """Remove them."""
        said = self._named(_("${name} does not belong to ${organization} any more."))
        self.request.service(MemberService).withdraw(self.role, actor=self.request.actor)
        return said


@organization_action("manage.organization.leave", permission=Permission.ORGANIZATION_LEAVE)
class Leave(EndMembership):
    """Leave the organization."""

    @property
    def title(self) -> Message:
        """Return what is done."""
        name = self.organization.display_name
        return _("Leave ${organization}", mapping={"organization": name})

    @property
    def after(self) -> str:
        """Return the list of one's organizations."""
        return str(self.request.route_path("manage.organizations"))

    def act(self, form: Any) -> Message:
        """Leave it."""
        service = self.request.service(MemberService)
        service.leave(self.organization, self.user, actor=self.request.actor)
        name = {"organization": self.organization.display_name}
        return _("You do not belong to ${organization} any more.", mapping=name)
