"""Mail to many: a CSV is checked and shown first, then written, and can be stopped."""

from functools import partial
from typing import Any, ClassVar

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config, view_defaults
from wtforms import Form, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from warehouse.admin.views.actions import Action, ActionRefused, action
from warehouse.admin.views.base import AdminView
from warehouse.events.staff import State
from warehouse.headers.security import allow_sources
from warehouse.http import Request
from warehouse.http.keys import found_by_key
from warehouse.listings import ListingProblem
from warehouse.operations.errors import MailingRefused
from warehouse.operations.mailings import COLUMNS, MOST_SUBJECT, MOST_TEXT, MailingService
from warehouse.operations.models import Mailing, MailingRowState, MailingState
from warehouse.operations.queries import mailing_by_id, newest_mailings
from warehouse.operations.tasks import write_mailing
from warehouse.security import Permission


@view_defaults(
    route_name="admin.mailings.new",
    permission=Permission.ADMIN_MAIL_WRITE,
    uses_session=True,
    renderer="admin/mailing_form.html",
)
class NewMailingView(AdminView):
    """The page on which a mailing begins."""

    section = "admin.mailings.new"

    @view_config(request_method=("GET", "HEAD"))
    def ask(self) -> dict[str, Any]:
        """Show the form."""
        return self._form("")

    @view_config(request_method="POST", methods=("POST",))
    def submit(self) -> dict[str, Any] | Response:
        """Make a draft of a CSV, or say what is wrong with it."""
        given = self.request.POST.get("csv", "")
        try:
            made = self.request.service(MailingService).make(
                given, actor=self.request.actor
            )
        except MailingRefused as error:
            return self._form(given, problem=str(error))
        return HTTPSeeOther(self.request.route_path("admin.mailing", id=made.id))

    def _form(self, given: str, **values: Any) -> dict[str, Any]:
        made = newest_mailings(self.request.db)
        return self.page(columns=COLUMNS, given=given, mailings=made, **values)


class SearchForm(Form):
    """Whom a message is for, by a search of users, and the message."""

    q = StringField("Search of users", description="Empty for everybody")
    subject = StringField(
        "Subject",
        validators=[
            InputRequired("Write a subject."),
            Length(max=MOST_SUBJECT, message=f"Use at most {MOST_SUBJECT} characters."),
        ],
    )
    text = TextAreaField(
        "Text",
        validators=[
            InputRequired("Write a text."),
            Length(max=MOST_TEXT, message=f"Use at most {MOST_TEXT} characters."),
        ],
    )


@view_defaults(
    route_name="admin.mailings.search",
    permission=Permission.ADMIN_MAIL_WRITE,
    uses_session=True,
    renderer="admin/mailing_search.html",
)
class SearchMailingView(AdminView):
    """The page on which a mailing to what a search finds begins."""

    section = "admin.mailings.new"

    @view_config(request_method=("GET", "HEAD"))
    def ask(self) -> dict[str, Any]:
        """Show the form, with the search of the list that led here."""
        return self.page(form=SearchForm(q=self.request.GET.get("q", "")))

    @view_config(request_method="POST", methods=("POST",))
    def submit(self) -> dict[str, Any] | Response:
        """Make a draft, or say what is wrong."""
        form = SearchForm(self.request.POST)
        if not form.validate():
            return self.page(form=form)
        try:
            made = self.request.service(MailingService).make_of_search(
                form.q.data or "",
                form.subject.data or "",
                form.text.data or "",
                actor=self.request.actor,
            )
        except (ListingProblem, MailingRefused) as error:
            return self.page(form=form, problem=str(error))
        return HTTPSeeOther(self.request.route_path("admin.mailing", id=made.id))


class OfMailing:
    """What is about the mailing that the URL names."""

    request: Request
    section = "admin.mailings.new"

    @property
    def mailing(self) -> Mailing:
        """Return the mailing; raises `HTTPNotFound`."""
        return found_by_key(
            self.request,
            partial(mailing_by_id, self.request.db),
            "There is no such mailing.",
        )


@view_defaults(permission=Permission.ADMIN_MAIL_WRITE, uses_session=True)
class MailingView(OfMailing, AdminView):
    """The page about one mailing."""

    @view_config(route_name="admin.mailing", renderer="admin/mailing.html")
    def show(self) -> dict[str, Any]:
        """Show how far a mailing is, its first messages, and who is left out."""
        allow_sources(self.request, {"frame-src": "'self'"})
        mailing, service = self.mailing, self.request.service(MailingService)
        some = service.some(mailing.id, MailingRowState.WAITING) or service.some(
            mailing.id, MailingRowState.WRITTEN
        )
        return self.page(
            mailing=mailing,
            numbers=service.numbers(mailing.id),
            messages=some[:3],
            left_out=service.some(mailing.id, MailingRowState.LEFT_OUT),
            actions=self._actions(mailing),
        )

    @view_config(
        route_name="admin.mailing",
        request_param="part=progress",
        renderer="admin/live/mailing.html",
    )
    def progress(self) -> dict[str, Any]:
        """Show how far a mailing is, and nothing else."""
        mailing = self.mailing
        numbers = self.request.service(MailingService).numbers(mailing.id)
        return {"mailing": mailing, "numbers": numbers}

    def _actions(self, mailing: Mailing) -> list[tuple[str, str]]:
        offered = {
            MailingState.DRAFT: ("admin.mailing.begin", "Send"),
            MailingState.STOPPED: ("admin.mailing.begin", "Go on"),
            MailingState.SENDING: ("admin.mailing.stop", "Stop"),
        }.get(mailing.state)
        if offered is None:
            return []
        return [(self.request.route_path(offered[0], id=mailing.id), offered[1])]


class MailingAction(OfMailing, Action):
    """The base of actions on a mailing."""

    @property
    def subject(self) -> tuple[str, str, str]:
        """Return the mailing."""
        mailing = self.mailing
        return "mailing", str(mailing.id), f"mailing of {mailing.created:%Y-%m-%d %H:%M}"

    @property
    def back(self) -> str:
        """Return the page about the mailing."""
        return str(self.request.route_path("admin.mailing", id=self.mailing.id))

    @property
    def mailings(self) -> MailingService:
        """Return the service of mailings."""
        return self.request.service(MailingService)

    def state(self) -> State:
        """Return how far it is."""
        numbers = self.mailings.numbers(self.mailing.id)
        return {"state": self.mailing.state, **{key.value: n for key, n in numbers.items()}}


@action("admin.mailing.begin", Permission.ADMIN_MAIL_WRITE, reauth=True)
class BeginMailing(MailingAction):
    """Write the messages of a mailing, a hundred at a time."""

    name, title, is_danger = "mailing.begin", "Send", True

    def effects(self) -> list[str]:
        """Say how many messages there are."""
        numbers = self.mailings.numbers(self.mailing.id)
        return [
            f"{numbers[MailingRowState.WAITING]} people get a message.",
            f"{numbers[MailingRowState.LEFT_OUT]} are left out.",
            "It can be stopped: who has a message by then keeps it.",
        ]

    def act(self, form: Any) -> str:
        """Begin."""
        mailing = self.mailing
        try:
            self.mailings.begin(mailing)
        except MailingRefused as error:
            raise ActionRefused(str(error)) from error
        self.request.enqueue(write_mailing, str(mailing.id))
        return "A worker writes the messages. This page says how far it is."


@action("admin.mailing.stop", Permission.ADMIN_MAIL_WRITE)
class StopMailing(MailingAction):
    """Write no more messages of a mailing."""

    name, title = "mailing.stop", "Stop"
    effect: ClassVar[str] = "Nobody else gets a message until it goes on."

    def effects(self) -> list[str]:
        """Say what stops."""
        return [self.effect]

    def act(self, form: Any) -> str:
        """Stop."""
        try:
            self.mailings.stop(self.mailing)
        except MailingRefused as error:
            raise ActionRefused(str(error)) from error
        return "The mailing is stopped."
