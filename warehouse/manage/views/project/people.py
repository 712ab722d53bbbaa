"""Who works on a project: roles, invitations, and what owners change about them."""

from functools import partial
from typing import Any
from uuid import UUID

from pyramid.view import view_config, view_defaults
from venusian import lift
from wtforms import Form, SelectField, StringField
from wtforms.validators import InputRequired, Length

from warehouse.accounts.errors import TooManyRequests
from warehouse.accounts.explanations import explain as explain_account
from warehouse.accounts.models import User
from warehouse.http.fields import ONE_LINE
from warehouse.http.keys import found_by_key
from warehouse.i18n import Message, _
from warehouse.manage.views.project.actions import (
    ActionRefused,
    OwnerAction,
    owner_action,
)
from warehouse.manage.views.project.base import ProjectView
from warehouse.manage.views.revoking import RevokingInvitation
from warehouse.packaging import queries
from warehouse.packaging.errors import PackagingError
from warehouse.packaging.explanations import explain
from warehouse.packaging.models import Role
from warehouse.packaging.resources import ProjectResource
from warehouse.packaging.services import CollaborationService, RoleService
from warehouse.security import Permission

ROLES = (("Maintainer", _("Maintainer")), ("Owner", _("Owner")))
_PEOPLE = "manage.project.people"


@view_defaults(
    context=ProjectResource,
    permission=Permission.PROJECT_READ,
    uses_session=True,
    requires_reauth=True,
    request_method=("GET", "HEAD"),
)
class PeopleView(ProjectView):
    """The people of a project."""

    section = _PEOPLE

    @view_config(route_name=_PEOPLE, renderer="manage/project/people.html")
    def show(self) -> dict[str, Any]:
        """Show who has a role, who was invited, and the organization."""
        db, roles = self.request.db, self.project.roles
        return self.page(
            roles=sorted(roles, key=lambda role: (role.role_name != "Owner", _name(role))),
            owners=sum(role.role_name == "Owner" for role in roles),
            invitations=queries.invitations_to(db, self.project.id),
            organization=queries.organization_of(db, self.project.id),
            teams=queries.team_roles_in(db, self.project.id),
            may_write=self.request.has_permission(Permission.PROJECT_WRITE),
            me=self.user,
        )


class InviteForm(Form):
    """Whom, and for what."""

    username = StringField(
        validators=[
            InputRequired(_("Type a username.")),
            Length(max=100, message=_("Use at most 100 characters.")),
            ONE_LINE,
        ]
    )
    role_name = SelectField(choices=ROLES)


@owner_action("manage.project.invite")
class Invite(OwnerAction):
    """Ask somebody to work on the project."""

    section, form_class = _PEOPLE, InviteForm

    @property
    def title(self) -> Message:
        """Return what is done."""
        return _("Invite somebody")

    @property
    def labels(self) -> dict[str, Message]:
        """Return the words of each field."""
        return {"username": _("Username"), "role_name": _("Role")}

    def make_form(self, data: Any = None) -> Form:
        """Return the form, with who was invited before, if a link says so."""
        asked = {"username": self.request.GET.get("username", "")[:100]}
        return InviteForm(data, data=asked if data is None else None)

    def effects(self) -> list[str]:
        """Say what each role may do, and for how long the link works."""
        return [
            _("Maintainers upload files. Owners manage everything, and other people."),
            _("A link is sent to their primary address; it works for six hours."),
        ]

    def act(self, form: Any) -> Message:
        """Invite them; raises `ActionRefused` after too many invitations."""
        service, actor = self.request.service(CollaborationService), self.request.actor
        who, role_name = form.username.data, form.role_name.data
        try:
            invitation = service.invite(self.project, who, role_name, actor=actor)
        except TooManyRequests as error:
            raise ActionRefused(" ".join(explain_account(error))) from error
        name = {"name": invitation.user.username}
        return _("${name} is invited, and has six hours to answer.", mapping=name)


class RoleAction(OwnerAction):
    """The base of actions on the role that the URL names."""

    section = _PEOPLE

    @property
    def role(self) -> Role:
        """Return the role; raises `HTTPNotFound`."""
        return found_by_key(
            self.request,
            partial(self.request.service(RoleService).find, self.project),
            part="role",
        )

    def _named(self, sentence: Message) -> Message:
        name = self.role.user.username
        return sentence.with_values(name=name, project=self.project.name)


class ChangeForm(Form):
    """The other role."""

    role_name = SelectField(choices=ROLES)


@owner_action("manage.project.role.change")
class ChangeRole(RoleAction):
    """Give somebody the other role."""

    form_class = ChangeForm

    @property
    def title(self) -> Message:
        """Return what is done."""
        return self._named(_("Change the role of ${name}"))

    @property
    def labels(self) -> dict[str, Message]:
        """Return the words of the field."""
        return {"role_name": _("Role")}

    def make_form(self, data: Any = None) -> Form:
        """Return the form, with the role as it is."""
        now = {"role_name": self.role.role_name}
        return ChangeForm(data, data=now if data is None else None)

    def effects(self) -> list[str]:
        """Say who is told."""
        return [_("They and the other owners are told by mail.")]

    def act(self, form: Any) -> Message:
        """Change it."""
        self.request.service(RoleService).change(
            self.role, form.role_name.data, actor=self.request.actor
        )
        return self._named(_("The role of ${name} is changed."))


@owner_action("manage.project.role.delete")
class RemoveRole(RoleAction):
    """Take somebody's role, or leave the project."""

    is_danger = True

    @property
    def is_own(self) -> bool:
        """Return whether somebody leaves by themselves."""
        return self.role.user_id == self.user.id

    @property
    def title(self) -> Message:
        """Return what is done."""
        if self.is_own:
            return self._named(_("Leave ${project}"))
        return self._named(_("Remove ${name}"))

    def effects(self) -> list[str]:
        """Say what ends."""
        return [
            _("Uploads with tokens of this account are refused for this project at once."),
            _("They and the other owners are told by mail."),
        ]

    @property
    def after(self) -> str:
        """Return the people that are left, or one's own projects."""
        if self.user.id in {role.user_id for role in self.project.roles}:
            return self.back
        return str(self.request.route_path("manage.projects"))

    def act(self, form: Any) -> Message:
        """Take it."""
        said = self._named(_("${name} does not work on ${project} any more."))
        self.request.service(RoleService).withdraw(self.role, actor=self.request.actor)
        return said


@lift()
@view_defaults(
    route_name="manage.project.revoke",
    context=ProjectResource,
    permission=Permission.PROJECT_WRITE,
    uses_session=True,
)
class RevokeInvitation(ProjectView, RevokingInvitation):
    """Taking an invitation back."""

    section, refused_by = _PEOPLE, PackagingError

    def take_back(self, user_id: UUID) -> User:
        """Take the invitation of somebody to the project back."""
        service, actor = self.request.service(CollaborationService), self.request.actor
        return service.revoke(self.project, user_id, actor=actor).user

    def explain(self, error: PackagingError) -> str:
        """Return why it is not taken back."""
        return explain(error)


def _name(role: Role) -> str:
    return role.user.username
