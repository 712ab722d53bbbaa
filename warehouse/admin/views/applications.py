"""Applications for organizations: reading, asking, deciding."""

from functools import cached_property, partial
from typing import Any, ClassVar

from pyramid.view import view_config, view_defaults
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from warehouse.admin.forms import MOST_MESSAGE
from warehouse.admin.views.actions import Action, ActionForm, Offer, action, offered
from warehouse.admin.views.base import AdminView
from warehouse.events.staff import State
from warehouse.http import Request
from warehouse.http.keys import found_by_key
from warehouse.organizations import queries
from warehouse.organizations.models import OrganizationApplication
from warehouse.organizations.services import ApplicationService
from warehouse.security import Permission

_WRITE = Permission.ADMIN_ORGANIZATIONS_WRITE
_OFFERS = (
    Offer("admin.application.approve", "Approve", _WRITE),
    Offer("admin.application.decline", "Decline", _WRITE),
    Offer("admin.application.defer", "Defer", _WRITE),
    Offer("admin.application.ask", "Ask", _WRITE),
)
_NOTE = Offer("admin.application.note", "Note", _WRITE)


class OfApplication:
    """What is about the application that the URL names."""

    request: Request
    section = "admin.organization_applications"

    @cached_property
    def application(self) -> OrganizationApplication:
        """Return the application; raises `HTTPNotFound`."""
        return found_by_key(
            self.request,
            partial(queries.application_by_id, self.request.db),
            "There is no such application.",
        )


@view_defaults(permission=Permission.ADMIN_ORGANIZATIONS_READ, uses_session=True)
class ApplicationView(OfApplication, AdminView):
    """The page about one application."""

    @view_config(route_name="admin.application", renderer="admin/application.html")
    def show(self) -> dict[str, Any]:
        """Show what is asked for, by whom, what was said, and who else wants the name."""
        application, db = self.application, self.request.db
        others = queries.applications_for(db, application.normalized_name)
        offers = (*_OFFERS, _NOTE) if application.status.is_open else (_NOTE,)
        return self.page(
            application=application,
            others=[each for each in others if each.id != application.id],
            taken=queries.organization_named(db, application.name),
            theirs=queries.organizations_of(db, application.submitted_by_id),
            actions=offered(self.request, offers, id=application.id),
        )


class MessageForm(ActionForm):
    """What the applicant reads."""

    message = TextAreaField(
        "Message, which the applicant reads (optional)",
        validators=[Length(max=MOST_MESSAGE)],
    )


class QuestionForm(ActionForm):
    """What is asked."""

    message = TextAreaField(
        "Question, which the applicant reads",
        validators=[
            InputRequired("Write what you want to know."),
            Length(max=MOST_MESSAGE),
        ],
    )


class NoteForm(ActionForm):
    """What staff say among themselves."""

    message = TextAreaField(
        "Note, which staff read",
        validators=[InputRequired("Write something."), Length(max=MOST_MESSAGE)],
    )


class ApplicationAction(OfApplication, Action):
    """The base of actions on an application."""

    effect: ClassVar[str]

    @property
    def subject(self) -> tuple[str, str, str]:
        """Return the application."""
        application = self.application
        return "organization application", str(application.id), application.name

    @property
    def back(self) -> str:
        """Return the page about the application."""
        path = self.request.route_path("admin.application", id=self.application.id)
        return str(path)

    @property
    def service(self) -> ApplicationService:
        """Return the service that decides."""
        return self.request.service(ApplicationService)

    def effects(self) -> list[str]:
        """Say what happens."""
        return [self.effect]

    def state(self) -> State:
        """Return how far it is."""
        return {"status": self.application.status}


class Decision(ApplicationAction):
    """The base of decisions, after which the next application is shown."""

    form_class: ClassVar[type[ActionForm]] = MessageForm

    @property
    def after(self) -> str:
        """Return the page about the next application that waits, or the list."""
        following = queries.next_application(self.request.db)
        if following is None:
            return self.list_path
        return str(self.request.route_path("admin.application", id=following.id))


@action("admin.application.approve", _WRITE)
class Approve(Decision):
    """Make the organization."""

    name, title = "application.approve", "Approve"
    effect = (
        "The organization is made, and the applicant owns it. Others who want its name are "
        "declined and told."
    )

    def act(self, form: Any) -> str:
        """Make it."""
        self.service.approve(
            self.application, message=form.message.data or "", actor=self.request.actor
        )
        return f"The organization {self.application.name} is made."


@action("admin.application.decline", _WRITE)
class Decline(Decision):
    """Make no organization."""

    name, title, is_danger = "application.decline", "Decline", True
    effect = "The applicant is told. The application is deleted after 30 days."

    def act(self, form: Any) -> str:
        """Decline it."""
        self.service.decline(
            self.application, message=form.message.data or "", actor=self.request.actor
        )
        return f"The application for {self.application.name} is declined."


@action("admin.application.defer", _WRITE)
class Defer(Decision):
    """Decide later."""

    name, title, form_class = "application.defer", "Defer", ActionForm
    effect = "Nobody is told. It leaves the queue, and can be decided at any time."

    def act(self, form: Any) -> str:
        """Put it off."""
        self.service.defer(self.application)
        return f"The application for {self.application.name} is put off."


@action("admin.application.ask", _WRITE)
class Ask(Decision):
    """Ask the applicant something."""

    name, title, form_class = "application.ask", "Ask", QuestionForm
    effect = "The question is sent by mail. The answer brings the application back."

    def act(self, form: Any) -> str:
        """Ask it."""
        self.service.ask(self.application, form.message.data, actor=self.request.actor)
        return f"{self.application.submitted_by.username} is asked."


@action("admin.application.note", _WRITE)
class Note(ApplicationAction):
    """Say something to other staff."""

    name, title, form_class = "application.note", "Note", NoteForm
    effect = "Staff read it on the page of the application, and nobody else does."

    def act(self, form: Any) -> str:
        """Add it."""
        self.service.note(self.application, form.message.data, actor=self.request.actor)
        return "The note is added."
