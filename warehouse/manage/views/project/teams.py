"""The teams and members of an organization that work on one of its projects."""

from functools import cached_property, partial
from typing import Any

from wtforms import Form, SelectField

from warehouse.http.keys import found_by_key
from warehouse.i18n import Message, _
from warehouse.manage.views.project.actions import OwnerAction, owner_action
from warehouse.manage.views.project.people import ROLES
from warehouse.organizations.queries import teams_of
from warehouse.packaging import queries
from warehouse.packaging.models import TeamProjectRole, TeamProjectRoleName
from warehouse.packaging.services import RoleService, TeamProjectService


class TeamRoleAction(OwnerAction):
    """The base of actions on the roles of teams."""

    section = "manage.project.people"

    @property
    def roles(self) -> TeamProjectService:
        """Return the service that changes roles of teams."""
        return self.request.service(TeamProjectService)

    @property
    def labels(self) -> dict[str, Message]:
        """Return the words of each field."""
        return {"team_name": _("Team"), "team_project_role_name": _("Role")}


class ChangeForm(Form):
    """The other role."""

    team_project_role_name = SelectField(choices=ROLES)


class AddForm(ChangeForm):
    """Which team, and for what."""

    team_name = SelectField()


@owner_action("manage.project.team.add")
class AddTeam(TeamRoleAction):
    """Give a team a role in the project."""

    @property
    def title(self) -> Message:
        """Return what is done."""
        return _("Add a team")

    def make_form(self, data: Any = None) -> Form:
        """Return the form, with the teams that have no role in the project."""
        form = AddForm(data)
        form.team_name.choices = self._free()
        return form

    def effects(self) -> list[str]:
        """Say what its members may do, or that there is no team."""
        if not self._free():
            return [_("The organization has no other team. Make one there first.")]
        return [
            _("Every member of the team has the role, as long as they are on it."),
            _("They and the owners are told by mail."),
        ]

    def act(self, form: Any) -> Message:
        """Add it."""
        role_name = TeamProjectRoleName(form.team_project_role_name.data)
        team = self.roles.add(
            self.project, form.team_name.data, role_name, actor=self.request.actor
        )
        return _("The team ${team} works on ${project} now.").with_values(
            team=team.name, project=self.project.name
        )

    def _free(self) -> list[tuple[str, str]]:
        db = self.request.db
        organization = queries.organization_of(db, self.project.id)
        if organization is None:
            return []
        taken = {each.team_id for each in queries.team_roles_in(db, self.project.id)}
        return [
            (team.normalized_name, team.name)
            for team, _number in teams_of(db, organization)
            if team.id not in taken
        ]


class MemberForm(Form):
    """A member of the organization, and for what."""

    username = SelectField()
    role_name = SelectField(choices=ROLES)


@owner_action("manage.project.member.add")
class AddMember(OwnerAction):
    """Give a member of the organization a role at once."""

    section = "manage.project.people"

    @property
    def title(self) -> Message:
        """Return what is done."""
        return _("Add a member of the organization")

    @property
    def labels(self) -> dict[str, Message]:
        """Return the words of each field."""
        return {"username": _("Username"), "role_name": _("Role")}

    def make_form(self, data: Any = None) -> Form:
        """Return the form, with the members who have no role in the project."""
        form = MemberForm(data)
        names = queries.members_without_role(self.request.db, self.project.id)
        form.username.choices = [(each, each) for each in names]
        return form

    def effects(self) -> list[str]:
        """Say that nobody is asked."""
        return [
            _("They have the role at once, without an invitation."),
            _("They and the other owners are told by mail."),
        ]

    def act(self, form: Any) -> Message:
        """Give it."""
        user = self.request.service(RoleService).add_member(
            self.project,
            form.username.data,
            form.role_name.data,
            actor=self.request.actor,
        )
        return _("${name} works on ${project} now.").with_values(
            name=user.username, project=self.project.name
        )


class OfTeamRole(TeamRoleAction):
    """The base of actions on the role that the URL names."""

    @cached_property
    def role(self) -> TeamProjectRole:
        """Return the role; raises `HTTPNotFound`."""
        find = partial(queries.team_role_in, self.request.db, self.project)
        return found_by_key(self.request, find, part="role")

    def _named(self, sentence: Message) -> Message:
        return sentence.with_values(team=self.role.team.name, project=self.project.name)


@owner_action("manage.project.team.change")
class ChangeTeam(OfTeamRole):
    """Give a team the other role."""

    @property
    def title(self) -> Message:
        """Return what is done."""
        return self._named(_("Change the role of the team ${team}"))

    def make_form(self, data: Any = None) -> Form:
        """Return the form, with the role as it is."""
        now = {"team_project_role_name": self.role.role_name.value}
        return ChangeForm(data, data=now if data is None else None)

    def act(self, form: Any) -> Message:
        """Change it."""
        said = self._named(_("The role of the team ${team} is changed."))
        role_name = TeamProjectRoleName(form.team_project_role_name.data)
        self.roles.change(self.role, role_name, actor=self.request.actor)
        return said


@owner_action("manage.project.team.delete")
class RemoveTeam(OfTeamRole):
    """Take the role of a team."""

    is_danger = True

    @property
    def title(self) -> Message:
        """Return what is done."""
        return self._named(_("Remove the team ${team}"))

    def effects(self) -> list[str]:
        """Say what ends."""
        return [_("What was allowed by the team is refused at once, for tokens as well.")]

    def act(self, form: Any) -> Message:
        """Take it."""
        said = self._named(_("The team ${team} does not work on ${project} any more."))
        self.roles.withdraw(self.role, actor=self.request.actor)
        return said
