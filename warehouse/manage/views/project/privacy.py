"""Who may see a project: everybody, or its readers."""

from functools import cached_property, partial
from typing import Any

from pyramid.view import view_config, view_defaults
from wtforms import Form, SelectField, StringField
from wtforms.validators import InputRequired, Length

from warehouse.accounts.queries import user_named
from warehouse.http.fields import ONE_LINE
from warehouse.http.keys import found_by_key
from warehouse.i18n import Message, _
from warehouse.manage.views.project.actions import OwnerAction, owner_action
from warehouse.manage.views.project.base import ProjectView
from warehouse.organizations.models import Organization
from warehouse.organizations.queries import team_named, teams_of
from warehouse.packaging import queries
from warehouse.packaging.errors import CollaboratorUnknown, TeamElsewhere
from warehouse.packaging.models import ProjectReader
from warehouse.packaging.resources import ProjectResource
from warehouse.packaging.services import PrivacyService
from warehouse.security import Permission

_READERS = "manage.project.readers"


@view_defaults(
    context=ProjectResource,
    permission=Permission.PROJECT_READ,
    uses_session=True,
    requires_reauth=True,
    request_method=("GET", "HEAD"),
)
class ReadersView(ProjectView):
    """The readers of a project."""

    section = "manage.project.settings"

    @view_config(route_name=_READERS, renderer="manage/project/readers.html")
    def show(self) -> dict[str, Any]:
        """Show who was let in."""
        db, project = self.request.db, self.project
        return self.page(
            readers=queries.readers_of(db, project),
            organization=queries.organization_of(db, project.id),
            may_write=self.request.has_permission(Permission.PROJECT_WRITE),
        )


class PrivacyAction(OwnerAction):
    """The base of actions about who sees a project."""

    section = "manage.project.settings"

    @property
    def privacy(self) -> PrivacyService:
        """Return the service that changes it."""
        return self.request.service(PrivacyService)


@owner_action("manage.project.private")
class MakePrivate(PrivacyAction):
    """Hide a project from everybody but its readers."""

    @property
    def title(self) -> Message:
        """Return what is done."""
        return self._named(_("Make ${project} private"))

    def effects(self) -> list[str]:
        """Say for whom it is gone, and how it is installed then."""
        return [
            _("For everybody else it is gone at once: from searches, lists and mirrors."),
            _("Its readers install it with a token that reads, or by a session."),
            _("Whoever has files of it already keeps them."),
        ]

    def act(self, form: Any) -> Message:
        """Hide it."""
        self.privacy.make_private(self.project, actor=self.request.actor)
        return self._named(_("${project} is private."))


@owner_action("manage.project.public")
class MakePublic(PrivacyAction):
    """Show a private project to everybody."""

    is_danger = True

    @property
    def title(self) -> Message:
        """Return what is done."""
        return self._named(_("Make ${project} public"))

    def effects(self) -> list[str]:
        """Say what everybody sees."""
        return [_("Everybody can see and install every release of it, at once.")]

    def act(self, form: Any) -> Message:
        """Show it."""
        self.privacy.make_public(self.project, actor=self.request.actor)
        return self._named(_("${project} is public."))


class ReaderAction(PrivacyAction):
    """The base of actions on readers."""

    @property
    def after(self) -> str:
        """Return the list of readers."""
        name = self.project.normalized_name
        return str(self.request.route_path(_READERS, name=name))

    def _about(self, sentence: Message, name: str) -> Message:
        return sentence.with_values(name=name, project=self.project.name)


class PersonForm(Form):
    """Whom."""

    username = StringField(
        validators=[
            InputRequired(_("Type a username.")),
            Length(max=100, message=_("Use at most 100 characters.")),
            ONE_LINE,
        ]
    )


@owner_action(f"{_READERS}.person")
class LetPersonIn(ReaderAction):
    """Let a person read a project."""

    form_class = PersonForm

    @property
    def title(self) -> Message:
        """Return what is done."""
        return _("Let somebody read it")

    @property
    def labels(self) -> dict[str, Message]:
        """Return the words of the field."""
        return {"username": _("Username")}

    def act(self, form: Any) -> Message:
        """Let them in; raises `CollaboratorUnknown`."""
        user = user_named(self.request.db, form.username.data)
        if user is None:
            raise CollaboratorUnknown(form.username.data)
        self.privacy.let_in(self.project, user, actor=self.request.actor)
        return self._about(_("${name} reads ${project} now."), user.username)


class TeamForm(Form):
    """Which team."""

    team_name = SelectField()


@owner_action(f"{_READERS}.team")
class LetTeamIn(ReaderAction):
    """Let a team of the organization read a project."""

    @property
    def title(self) -> Message:
        """Return what is done."""
        return _("Let a team read it")

    @property
    def labels(self) -> dict[str, Message]:
        """Return the words of the field."""
        return {"team_name": _("Team")}

    def make_form(self, data: Any = None) -> Form:
        """Return the form, with the teams of the organization."""
        form, owner = TeamForm(data), self._organization
        teams = () if owner is None else teams_of(self.request.db, owner)
        form.team_name.choices = [
            (team.normalized_name, team.name) for team, _number in teams
        ]
        return form

    def act(self, form: Any) -> Message:
        """Let them in; raises `TeamElsewhere`."""
        name, owner = form.team_name.data, self._organization
        team = None if owner is None else team_named(self.request.db, owner.id, name)
        if team is None:
            raise TeamElsewhere(self.project.name, name)
        self.privacy.let_in(self.project, team, actor=self.request.actor)
        return self._about(_("${name} reads ${project} now."), team.name)

    @cached_property
    def _organization(self) -> Organization | None:
        return queries.organization_of(self.request.db, self.project.id)


@owner_action(f"{_READERS}.remove")
class ShutOut(ReaderAction):
    """Let a reader in no longer."""

    is_danger = True

    @cached_property
    def reader(self) -> ProjectReader:
        """Return the reader that the URL names; raises `HTTPNotFound`."""
        find = partial(queries.reader_with_id, self.request.db, self.project)
        return found_by_key(self.request, find, part="reader")

    @property
    def title(self) -> Message:
        """Return what is done."""
        return self._about(_("Do not let ${name} read it any more"), self.reader.name)

    def effects(self) -> list[str]:
        """Say when it ends."""
        return [_("They are refused at once, with tokens as well.")]

    def act(self, form: Any) -> Message:
        """Let them in no longer."""
        said = self._about(
            _("${name} does not read ${project} any more."), self.reader.name
        )
        self.privacy.shut_out(self.project, self.reader, actor=self.request.actor)
        return said
