"""What staff did to one's projects, and appealing against it."""

from functools import partial
from typing import Any, ClassVar

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from warehouse.accounts.errors import LinkInvalid, LinkTooOld, TooManyRequests
from warehouse.accounts.explanations import explain
from warehouse.accounts.models import User
from warehouse.appeals import queries
from warehouse.appeals.errors import (
    AppealError,
    AppealsSpent,
    NotAppealable,
    TooManyAppeals,
    TooManyMessages,
)
from warehouse.appeals.services import AppealService
from warehouse.appeals.services.appeals import MOST_APPEALS
from warehouse.appeals.words import CAUSES
from warehouse.events.models import StaffAction
from warehouse.http import Request
from warehouse.http.keys import found_by_key
from warehouse.http.limits import too_many
from warehouse.i18n import Message, _
from warehouse.manage.forms import AppealForm
from warehouse.manage.project_words import action_words
from warehouse.manage.views.account.base import AccountView
from warehouse.security import Permission

MOST_DECISIONS = 200
"""Decisions that the list has."""


def why_not(error: AppealError) -> Message:
    """Return why nobody can write to staff about an action."""
    match error:
        case AppealsSpent():
            return _(
                "There were ${n} appeals against this, which is all there can be.",
                mapping={"n": error.most},
            )
        case TooManyAppeals():
            return _(
                "You have ${n} appeals that are undecided. Wait until one is decided.",
                mapping={"n": error.most},
            )
        case TooManyMessages():
            return _(
                "You have written ${n} messages. Wait for the decision.",
                mapping={"n": error.most},
            )
        case NotAppealable():
            return _("There is nothing to appeal against.")
    raise error


class AppealPage:
    """The page about one action of staff: what they say, and the conversation."""

    request: Request
    action: StaffAction
    reader: User
    layout: ClassVar[str]

    def shown(self, form: AppealForm) -> dict[str, Any]:
        """Return the values of the template."""
        action, db = self.action, self.request.db
        appeals = queries.appeals_against(db, [action.id])
        is_going = any(each.is_going for each in appeals)
        return {
            "layout": self.layout,
            "action": action,
            "sentence": action_words(action),
            "cause": CAUSES.get(action.cause),
            "appeals": appeals,
            "is_going": is_going,
            "can_write": action.can_be_appealed
            and (is_going or len(appeals) < MOST_APPEALS),
            "form": form,
        }

    def write(self) -> dict[str, Any] | Response:
        """Send what was written to staff."""
        form = AppealForm(self.request.POST)
        if not form.validate():
            return self.answered(form)
        try:
            self.request.service(AppealService).write(
                self.action, form.text.data or "", user=self.reader
            )
        except TooManyRequests as error:
            too_many(self.request, error.seconds)
            form.text.errors = explain(error)
            return self.answered(form)
        except AppealError as error:
            form.text.errors = [why_not(error)]
            return self.answered(form)
        self.request.session.flash(_("The administrators have your message."))
        return HTTPSeeOther(self.request.path_qs)

    def answered(self, form: AppealForm) -> dict[str, Any]:
        """Return the page with a form."""
        raise NotImplementedError


@view_defaults(
    route_name="manage.decisions", permission=Permission.ACCOUNT_MANAGE, uses_session=True
)
class DecisionsView(AccountView):
    """What staff did to the projects that one owns, or owned."""

    section = "manage.decisions"

    @view_config(request_method=("GET", "HEAD"), renderer="manage/decisions.html")
    def show(self) -> dict[str, Any]:
        """Show them, the newest first, with what became of appeals."""
        db = self.request.db
        found = queries.decisions_about(db, self.user, limit=MOST_DECISIONS)
        appeals = queries.appeals_against(db, [each.id for each in found])
        states = {each.action_id: each.status.value for each in appeals}
        return self.page(
            decisions=[
                (each, action_words(each), CAUSES.get(each.cause), states.get(each.id))
                for each in found
            ]
        )


@view_defaults(
    route_name="manage.decision",
    permission=Permission.ACCOUNT_MANAGE,
    uses_session=True,
    renderer="manage/appeal.html",
)
class DecisionView(AppealPage, AccountView):
    """One action of staff, for somebody who is signed in."""

    section, layout = "manage.decisions", "layouts/account.html"

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        self.reader = self.user
        self.action = self._action()

    @view_config(request_method=("GET", "HEAD"))
    def show(self) -> dict[str, Any]:
        """Show it."""
        return self.answered(AppealForm())

    @view_config(request_method="POST", methods=("POST",))
    def submit(self) -> dict[str, Any] | Response:
        """Appeal, or go on with an appeal."""
        return self.write()

    def answered(self, form: AppealForm) -> dict[str, Any]:
        """Return the page in the frame of the account."""
        return self.page(**self.shown(form))

    def _action(self) -> StaffAction:
        """Return the action that the URL names; raises `HTTPNotFound`."""
        find = partial(queries.action_with_id, self.request.db)
        found = found_by_key(self.request, find)
        appeals = self.request.service(AppealService)
        if not appeals.concerns(found, self.user):
            raise HTTPNotFound
        return found


@view_defaults(
    route_name="manage.appeal.link", uses_session=True, renderer="manage/appeal.html"
)
class LinkedAppealView(AppealPage):
    """The same for whoever has the link of a message, and need not sign in."""

    layout = "layouts/plain.html"

    def __init__(self, request: Request) -> None:
        self.request = request

    @view_config(request_method=("GET", "HEAD"))
    def show(self) -> dict[str, Any] | Response:
        """Show what the link is about."""
        return self._refused() or self.answered(AppealForm())

    @view_config(request_method="POST", methods=("POST",))
    def submit(self) -> dict[str, Any] | Response:
        """Appeal, or go on with an appeal."""
        return self._refused() or self.write()

    def answered(self, form: AppealForm) -> dict[str, Any]:
        """Return the page without a frame."""
        session = self.request.session
        return {
            "csrf_token": session.get_csrf_token(),
            "messages": session.pop_flash(),
            **self.shown(form),
        }

    def _refused(self) -> Response | None:
        """Read the link; return where to go if it is no good."""
        link = self.request.GET.get("token", "")
        try:
            self.action, self.reader = self.request.service(AppealService).read_link(link)
        except (LinkInvalid, LinkTooOld) as error:
            for sentence in explain(error):
                self.request.session.flash(sentence)
            return HTTPSeeOther(self.request.route_path("login.login"))
        return None
