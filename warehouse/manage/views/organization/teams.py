"""The teams of an organization, and the members and projects of each."""

from functools import cached_property, partial
from typing import Any

from pyramid.httpexceptions import HTTPNotFound
from pyramid.view import view_config, view_defaults
from wtforms import Form, SelectField, StringField
from wtforms.validators import InputRequired, Length

from warehouse.http import Request
from warehouse.http.fields import ONE_LINE, trimmed
from warehouse.http.keys import found_by_key
from warehouse.i18n import Message, _
from warehouse.manage.views.organization.base import (
    OrganizationAction,
    OrganizationView,
    organization_action,
    page_of,
)
from warehouse.organizations import queries
from warehouse.organizations.models import Team, TeamRole
from warehouse.organizations.provider_queries import provider_of
from warehouse.organizations.resources import OrganizationResource, TeamResource
from warehouse.organizations.services import TeamService
from warehouse.packaging.queries import roles_of_team
from warehouse.security import Permission
from warehouse.single_sign_on.providers import labels_of_groups

_TEAMS = "manage.organization.teams"
_MANAGE = Permission.ORGANIZATION_MANAGE


@view_defaults(**page_of())
class TeamsView(OrganizationView):
    """The teams of an organization."""

    section = _TEAMS

    @view_config(route_name=_TEAMS, renderer="manage/organization/teams.html")
    def show(self) -> dict[str, Any]:
        """Show the teams, and how many people are on each."""
        return self.page(teams=queries.teams_of(self.request.db, self.organization))


class OfTeam(OrganizationView):
    """The base of views of one team."""

    section = _TEAMS

    def __init__(
        self, context: OrganizationResource | TeamResource, request: Request
    ) -> None:
        assert isinstance(context, TeamResource)
        self.team: Team = context.team
        super().__init__(context, request)

    @property
    def vouching(self) -> str:
        """Return whose groups the team may follow, or nothing."""
        own = provider_of(self.request.db, self.organization)
        return ", ".join(labels_of_groups(self.request.settings, own))

    def team_path(self, route: str, **parts: Any) -> str:
        """Return the path of a page about the team."""
        return self.path(route, team=self.team.normalized_name, **parts)

    def page(self, **values: Any) -> dict[str, Any]:
        """Return the values of a template, with those of the team."""
        return super().page(team=self.team, team_path=self.team_path, **values)


@view_defaults(**page_of(TeamResource))
class TeamView(OfTeam):
    """The pages about one team."""

    @view_config(
        route_name="manage.team.members", renderer="manage/organization/team_members.html"
    )
    def members(self) -> dict[str, Any]:
        """Show who is on the team."""
        return self.page(
            tab="manage.team.members",
            members=queries.members_of_team(self.request.db, self.team),
        )

    @view_config(
        route_name="manage.team.projects", renderer="manage/organization/team_projects.html"
    )
    def projects(self) -> dict[str, Any]:
        """Show which projects the team works on."""
        return self.page(
            tab="manage.team.projects", roles=roles_of_team(self.request.db, self.team)
        )

    @view_config(
        route_name="manage.team.settings", renderer="manage/organization/team_settings.html"
    )
    def settings(self) -> dict[str, Any]:
        """Show what can be changed about the team."""
        return self.page(tab="manage.team.settings", vouching=self.vouching)


class NameForm(Form):
    """The name of a team."""

    team_name = StringField(
        validators=[InputRequired(_("Type a name.")), ONE_LINE], filters=[trimmed]
    )


class Naming(OrganizationAction):
    """The base of actions that name a team."""

    section, form_class = _TEAMS, NameForm

    @property
    def labels(self) -> dict[str, Message]:
        """Return the words of the field."""
        return {"team_name": _("Name of the team")}

    @property
    def teams(self) -> TeamService:
        """Return the service that changes teams."""
        return self.request.service(TeamService)


@organization_action("manage.organization.team.new", permission=_MANAGE)
class NewTeam(Naming):
    """Make a team."""

    @property
    def title(self) -> Message:
        """Return what is done."""
        return _("Make a team")

    def effects(self) -> list[str]:
        """Say what a team is for."""
        return [
            _("A team has roles in projects of the organization, which its members share.")
        ]

    def act(self, form: Any) -> Message:
        """Make it."""
        actor = self.request.actor
        team = self.teams.create(self.organization, form.team_name.data, actor=actor)
        return _("The team ${team} is made.", mapping={"team": team.name})


class TeamAction(OfTeam, OrganizationAction):
    """The base of actions on one team."""

    @property
    def back(self) -> str:
        """Return the members of the team."""
        return self.team_path("manage.team.members")

    @property
    def teams(self) -> TeamService:
        """Return the service that changes teams."""
        return self.request.service(TeamService)

    def _named(self, sentence: Message) -> Message:
        """Return a sentence with what the action is about."""
        return sentence.with_values(team=self.team.name)


@organization_action("manage.team.rename", permission=_MANAGE, context=TeamResource)
class RenameTeam(TeamAction):
    """Give a team another name."""

    @property
    def title(self) -> Message:
        """Return what is done."""
        return self._named(_("Rename the team ${team}"))

    @property
    def labels(self) -> dict[str, Message]:
        """Return the words of the field."""
        return {"team_name": _("Name of the team")}

    def make_form(self, data: Any = None) -> Form:
        """Return the form, with the name as it is."""
        now = {"team_name": self.team.name}
        return NameForm(data, data=now if data is None else None)

    def act(self, form: Any) -> Message:
        """Rename it."""
        self.teams.rename(self.team, form.team_name.data, actor=self.request.actor)
        self.request.db.refresh(self.team)
        return self._named(_("The team is called ${team} now."))


class GroupForm(Form):
    """The name of a group from outside."""

    group_name = StringField(
        validators=[
            ONE_LINE,
            Length(max=500, message=_("Use at most 500 characters.")),
        ],
        filters=[trimmed],
    )


@organization_action("manage.team.group", permission=_MANAGE, context=TeamResource)
class FollowGroup(TeamAction):
    """Let a group from outside decide who is on a team."""

    def __init__(self, context: TeamResource, request: Request) -> None:
        super().__init__(context, request)
        if not self.vouching:
            raise HTTPNotFound(_("There is nobody here whose groups a team could follow."))

    @property
    def title(self) -> Message:
        """Return what is done."""
        return self._named(_("Let the team ${team} follow a group"))

    @property
    def labels(self) -> dict[str, Message]:
        """Return the words of the field."""
        return {"group_name": _("Name of the group; empty to follow none")}

    def effects(self) -> list[str]:
        """Say what following means, and whose groups there are."""
        return [
            _(
                "Members of the organization join the team when they sign in by ${names} "
                "and are in the group, and leave it when they are not.",
                mapping={"names": self.vouching},
            ),
            _("Nobody becomes a member of the organization by it."),
        ]

    def make_form(self, data: Any = None) -> Form:
        """Return the form, with the group as it is."""
        now = {"group_name": self.team.outside_group or ""}
        return GroupForm(data, data=now if data is None else None)

    def act(self, form: Any) -> Message:
        """Store the group."""
        group = form.group_name.data or None
        self.teams.follow(self.team, group, actor=self.request.actor)
        if group is None:
            return self._named(_("The team ${team} follows no group."))
        return self._named(_("The team ${team} follows the group now."))


class DeleteForm(Form):
    """The name of the team, to confirm."""

    confirm_team_name = StringField()


@organization_action("manage.team.delete", permission=_MANAGE, context=TeamResource)
class DeleteTeam(TeamAction):
    """Delete a team."""

    form_class, confirms, is_danger = DeleteForm, "confirm_team_name", True

    @property
    def title(self) -> Message:
        """Return what is done."""
        return self._named(_("Delete the team ${team}"))

    @property
    def confirmed(self) -> str:
        """Return what has to be typed."""
        return self.team.name

    @property
    def labels(self) -> dict[str, Message]:
        """Return the words of the field."""
        return {"confirm_team_name": _("Type the name of the team to confirm")}

    @property
    def after(self) -> str:
        """Return the teams that are left."""
        return self.path(_TEAMS)

    def effects(self) -> list[str]:
        """Say what ends."""
        return [
            _("Its roles in projects end, and what its members may do by them, at once."),
            _("Owners and managers are told by mail. It cannot be undone."),
        ]

    def act(self, form: Any) -> Message:
        """Delete it."""
        said = self._named(_("The team ${team} is deleted."))
        self.teams.delete(self.team, actor=self.request.actor)
        return said


class MemberForm(Form):
    """One of the members of the organization."""

    username = SelectField()


@organization_action("manage.team.add", permission=_MANAGE, context=TeamResource)
class AddMember(TeamAction):
    """Put a member of the organization on the team."""

    @property
    def title(self) -> Message:
        """Return what is done."""
        return self._named(_("Add somebody to ${team}"))

    @property
    def labels(self) -> dict[str, Message]:
        """Return the words of the field."""
        return {"username": _("Member of the organization")}

    def make_form(self, data: Any = None) -> Form:
        """Return the form, with the members who are not on the team."""
        db, form = self.request.db, MemberForm(data)
        on_it = set(queries.team_user_ids(db, self.team.id))
        names = [
            each.user.username
            for each in queries.members_of(db, self.organization)
            if each.user_id not in on_it
        ]
        form.username.choices = [(each, each) for each in sorted(names)]
        return form

    def effects(self) -> list[str]:
        """Say what they may do then."""
        return [_("They have the roles of the team in its projects at once.")]

    def act(self, form: Any) -> Message:
        """Add them."""
        name, actor = form.username.data, self.request.actor
        user = self.teams.add_member(self.team, name, actor=actor)
        return self._named(_("${name} is on the team ${team}.")).with_values(
            team=self.team.name, name=user.username
        )


class EndTeamRole(TeamAction):
    """The base of actions that end a membership in a team."""

    is_danger = True

    def effects(self) -> list[str]:
        """Say what ends."""
        return [
            _("What was allowed by the team is refused at once, for tokens as well."),
            _("They, the owners and the managers are told by mail."),
        ]


@organization_action("manage.team.remove", permission=_MANAGE, context=TeamResource)
class RemoveFromTeam(EndTeamRole):
    """Take somebody out of the team."""

    @cached_property
    def role(self) -> TeamRole:
        """Return the membership; raises `HTTPNotFound`."""
        find = partial(self.teams.find_member, self.team)
        return found_by_key(self.request, find, part="role")

    @property
    def title(self) -> Message:
        """Return what is done."""
        return self._of(_("Take ${name} out of ${team}"))

    def act(self, form: Any) -> Message:
        """Take them out."""
        said = self._of(_("${name} is not on the team ${team} any more."))
        self.teams.remove_member(self.role, actor=self.request.actor)
        return said

    def _of(self, sentence: Message) -> Message:
        name = self.role.user.username
        return sentence.with_values(name=name, team=self.team.name)


@organization_action(
    "manage.team.leave", permission=Permission.ORGANIZATION_READ, context=TeamResource
)
class LeaveTeam(EndTeamRole):
    """Leave the team."""

    @property
    def title(self) -> Message:
        """Return what is done."""
        return self._named(_("Leave the team ${team}"))

    def act(self, form: Any) -> Message:
        """Leave it."""
        self.teams.leave(self.team, self.user, actor=self.request.actor)
        return self._named(_("You are not on the team ${team} any more."))
