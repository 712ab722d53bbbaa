"""Names of projects that nobody may take: prohibiting, allowing and giving them away."""

from typing import Any
from uuid import uuid4

from pyramid.httpexceptions import HTTPNotFound
from pyramid.view import view_config, view_defaults
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from warehouse.accounts.models import User
from warehouse.accounts.queries import user_named
from warehouse.admin.refusals import ActionRefused
from warehouse.admin.views.actions import (
    Action,
    ActionForm,
    Offer,
    PreviewedAction,
    PreviewedForm,
    action,
    notice_of,
    offered,
    tell,
)
from warehouse.admin.views.base import AdminView
from warehouse.events.staff import LogEntry, State
from warehouse.organizations.models import Organization
from warehouse.organizations.queries import organization_named
from warehouse.packaging.models import ProhibitedProjectName
from warehouse.packaging.names import is_valid_name, normalize
from warehouse.packaging.queries import contents_of, look_alikes, projects_named
from warehouse.packaging.services import NameProhibitionService
from warehouse.security import Permission

MOST_NAMES = 1000
"""Names of one action."""

_SECTION = "admin.prohibited_project_names"
_OFFERS = (
    Offer("admin.prohibited_project_name.remove", "Allow", Permission.ADMIN_NAMES_WRITE),
    Offer(
        "admin.prohibited_project_name.release", "Give away", Permission.ADMIN_NAMES_RELEASE
    ),
)


class AddForm(PreviewedForm):
    """One name, and a comment that staff see in the list."""

    project = StringField("Name", validators=[InputRequired("Write a name.")])
    comment = StringField("Comment, for the list", validators=[Length(max=300)])


class BulkForm(PreviewedForm):
    """Many names, one a line."""

    projects = TextAreaField(
        "Names, one a line", validators=[InputRequired("Write a name.")]
    )
    comment = StringField("Comment, for the list", validators=[Length(max=300)])


class Prohibit(PreviewedAction):
    """The base of prohibiting names, which deletes the projects that have them."""

    section = _SECTION
    name, title, is_danger = "project_name.prohibit", "Prohibit", True
    log_entry = LogEntry.PROHIBITED

    def names(self, form: Any) -> list[str]:
        """Return the names; raises `ActionRefused` if one is none, or there are many."""
        found = list(dict.fromkeys(self.written(form).split()))
        wrong = [each for each in found if not is_valid_name(each)]
        if wrong:
            raise ActionRefused(f"“{wrong[0]}” is no name that a project can have.")
        if len(found) > MOST_NAMES:
            raise ActionRefused(f"{len(found)} names: at most {MOST_NAMES} at once.")
        return found

    def written(self, form: Any) -> str:
        """Return what was written, with spaces between names."""
        raise NotImplementedError

    def preview(self, form: Any) -> list[str]:
        """Return which projects are deleted."""
        names = self.names(form)
        going = projects_named(self.request.db, names)
        return [
            f"Names that are prohibited: {len(names)}.",
            f"Projects that are deleted: {len(going)}.",
            *map(str, contents_of(self.request.db, [each.id for each in going])),
            "The owners of these projects get mail.",
        ]

    def act(self, form: Any) -> str:
        """Prohibit them, and record each."""
        names, db = self.names(form), self.request.db
        going = projects_named(db, names)
        before = {each.name: vars(each) for each in contents_of(db, [p.id for p in going])}
        spelled = {each.normalized_name: each for each in going}
        notices = {each.name: notice_of(self, form, each) for each in going}
        prohibitions = self.request.service(NameProhibitionService)
        self.batch_id = uuid4()
        for each in names:
            project = spelled.get(normalize(each))
            name = each if project is None else project.name
            prohibitions.prohibit(
                each,
                comment=form.comment.data or form.reason.data,
                actor=self.request.actor,
            )
            subject = ("project-name", each, each)
            state = before.get(name, {})
            after, notice = {"is_prohibited": True}, notices.get(name)
            tell(self, self.record(form, subject, state, after, notice))
        return f"Names that are prohibited now: {len(names)}; deleted: {len(going)}."


@action("admin.prohibited_project_names.add", Permission.ADMIN_NAMES_WRITE, reauth=True)
class ProhibitOne(Prohibit):
    """Prohibit one name; the address may name it, and is shown the preview."""

    form_class = AddForm

    def effects(self) -> list[str]:
        """Say what would be deleted, if the address names a project."""
        asked = self.request.GET.get("project", "")
        if not is_valid_name(asked):
            return super().effects()
        going = projects_named(self.request.db, [asked])
        return [
            f"Projects that are deleted: {len(going)}.",
            *map(str, contents_of(self.request.db, [each.id for each in going])),
        ]

    def make_form(self, data: Any = None) -> ActionForm:
        """Return the form, with the name that the address has."""
        named = {"project": self.request.GET.get("project", "")}
        return self.form_class(data, data=None if data is not None else named)

    def written(self, form: Any) -> str:
        """Return the name."""
        return str(form.project.data)


@action("admin.prohibited_project_names.bulk", Permission.ADMIN_NAMES_WRITE, reauth=True)
class ProhibitMany(Prohibit):
    """Prohibit many names."""

    name = "project_name.prohibit_many"
    form_class = BulkForm

    def written(self, form: Any) -> str:
        """Return the names."""
        return str(form.projects.data)


class OfName:
    """What is about the prohibited name that the URL has."""

    request: Any
    section = _SECTION

    @property
    def row(self) -> ProhibitedProjectName:
        """Return its row; raises `HTTPNotFound`."""
        prohibitions: NameProhibitionService = self.request.service(NameProhibitionService)
        found = prohibitions.find(self.request.matchdict["name"])
        if found is None:
            raise HTTPNotFound("This name is not prohibited.")
        return found


@view_defaults(permission=Permission.ADMIN_NAMES_READ, uses_session=True)
class NameView(OfName, AdminView):
    """The page about one prohibited name."""

    @view_config(
        route_name="admin.prohibited_project_name",
        renderer="admin/prohibited_project_name.html",
    )
    def show(self) -> dict[str, Any]:
        """Show why it is prohibited, and which projects look like it."""
        row = self.row
        return self.page(
            row=row,
            alike=look_alikes(self.request.db, row.name),
            actions=offered(self.request, _OFFERS, name=row.name),
        )


class NameAction(OfName, Action):
    """The base of actions on one prohibited name."""

    @property
    def subject(self) -> tuple[str, str, str]:
        """Return the name."""
        name = self.row.name
        return "project-name", name, name

    @property
    def back(self) -> str:
        """Return the page about the name."""
        name = self.request.matchdict["name"]
        path = self.request.route_path("admin.prohibited_project_name", name=name)
        return str(path)

    def state(self) -> State:
        """Return why it is prohibited."""
        return {"is_prohibited": True, "comment": self.row.comment}


@action("admin.prohibited_project_name.remove", Permission.ADMIN_NAMES_WRITE)
class Allow(NameAction):
    """Let a project have a name again."""

    name, title, log_entry = "project_name.allow", "Allow", LogEntry.ALLOWED

    def effects(self) -> list[str]:
        """Say who can have it."""
        return ["Whoever comes first can have the name."]

    def act(self, form: Any) -> str:
        """Allow it."""
        name = self.row.name
        self.request.service(NameProhibitionService).allow(name)
        self.is_gone = True
        return f"{name} is allowed again."


class OwnerForm(ActionForm):
    """A person or an organization."""

    username = StringField("Username of the owner")
    organization_name = StringField("Or the name of an organization")


def owner_in(request: Any, form: Any) -> User | Organization:
    """Return the owner that a form names; raises `ActionRefused`."""
    person, group = form.username.data or "", form.organization_name.data or ""
    if bool(person) == bool(group):
        raise ActionRefused("Name either a user or an organization.")
    found: User | Organization | None = (
        user_named(request.db, person) if person else organization_named(request.db, group)
    )
    if found is None:
        kind = "user" if person else "organization"
        raise ActionRefused(f"There is no {kind} named “{person or group}”.")
    return found


@action("admin.prohibited_project_name.release", Permission.ADMIN_NAMES_RELEASE)
class Release(NameAction):
    """Give a prohibited name away."""

    name, title, form_class = "project_name.release", "Give away", OwnerForm
    log_entry = LogEntry.ALLOWED

    def effects(self) -> list[str]:
        """Say what is made."""
        return [
            "An empty project is made that belongs to them, and the name is not prohibited "
            "any more.",
        ]

    def act(self, form: Any) -> str:
        """Give it."""
        name, owner = self.row.name, owner_in(self.request, form)
        self.request.service(NameProhibitionService).release(
            name, owner, actor=self.request.actor
        )
        self.is_gone = True
        return f"{name} is given away."


class SimilarForm(OwnerForm):
    """A name that looks like another one, and who gets it."""

    project_name = StringField("Name", validators=[InputRequired("Write a name.")])


@action("admin.prohibited_project_names.ultranorm_release", Permission.ADMIN_NAMES_RELEASE)
class ReleaseSimilar(Action):
    """Give a name away that is refused only because it looks like another one."""

    section = _SECTION
    name, title, form_class = "project_name.release_similar", "Give away", SimilarForm

    @property
    def subject(self) -> tuple[str, str, str]:
        """Return the name that was written, if one was."""
        name = self.request.POST.get("project_name", "")[:200]
        return "project-name", name, name

    @property
    def back(self) -> str:
        """Return the list."""
        return self.list_path

    def effects(self) -> list[str]:
        """Say which names this is for."""
        return ["An empty project is made, though its name looks like that of another."]

    def state(self) -> State:
        """Return nothing: it makes a project."""
        return {}

    def act(self, form: Any) -> str:
        """Give it."""
        name, owner = form.project_name.data, owner_in(self.request, form)
        self.request.service(NameProhibitionService).release_similar(
            name, owner, actor=self.request.actor
        )
        return f"{name} is given away."
