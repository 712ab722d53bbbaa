"""Actions of staff: a page that says what will happen, asks why, does it and records it.

A subclass of `Action` has a subject, says its effects, and acts through a service of the
domain. What it did is recorded with the state before and after in the same transaction.
"""

from collections.abc import Callable
from typing import Any, ClassVar, TypeVar

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config

from warehouse.admin.forms import ActionForm, confirming
from warehouse.admin.views.base import AdminView
from warehouse.events.approvals import ApprovalService
from warehouse.events.staff import StaffLog, State
from warehouse.http import Request

__all__ = ["Action", "ActionForm", "ActionRefused", "action", "confirming"]

A = TypeVar("A", bound="type[Action]")


class ActionRefused(Exception):
    """The action cannot be done now; the text says why, to whoever tried."""


class Action(AdminView):
    """The base of one action: `ask` is its page, `submit` does it."""

    name: ClassVar[str]
    """The name in the record, as in `project.quarantine`."""

    title: ClassVar[str]
    form_class: ClassVar[type[ActionForm]] = ActionForm
    confirms: ClassVar[str | None] = None
    """The field into which the subject's name has to be typed, if any."""

    is_danger: ClassVar[bool] = False

    @property
    def subject(self) -> tuple[str, str, str]:
        """Return the kind, the id and the name of what it is done to."""
        raise NotImplementedError

    @property
    def back(self) -> str:
        """Return where to go afterwards."""
        raise NotImplementedError

    @property
    def after(self) -> str:
        """Return where to go when it is done; where one came from unless overridden."""
        return self.back

    def effects(self) -> list[str]:
        """Return what will happen, in sentences."""
        raise NotImplementedError

    def state(self) -> State:
        """Return what the action changes, as it is now."""
        raise NotImplementedError

    def act(self, form: Any) -> str:
        """Do it and return what was done; raises `ActionRefused`."""
        raise NotImplementedError

    def make_form(self, data: Any = None) -> ActionForm:
        """Return the form, filled with what was sent or with what is now."""
        return self.form_class(data)

    def ask(self) -> dict[str, Any]:
        """Show what will happen, and the form."""
        return self._asking(self.make_form())

    def submit(self) -> dict[str, Any] | Response:
        """Do it if the form is right, and record it."""
        form = self.make_form(self.request.POST)
        if not self._is_right(form):
            return self._asking(form)
        if needs_another(self.request, self.name):
            return self._ask_another()
        before, subject = self.state(), self.subject
        try:
            said = self.act(form)
        except ActionRefused as refused:
            self.request.db.rollback()
            return self._asking(form, problem=str(refused))
        self.request.service(StaffLog).record(
            self.name,
            subject=subject,
            reason=form.reason.data or "",
            before=before,
            after=self.state(),
            actor=self.request.actor,
        )
        self.request.session.flash(said)
        return HTTPSeeOther(self.after)

    def _ask_another(self) -> Response:
        """Have another administrator decide; nothing is done yet."""
        given = {
            key: text for key, text in self.request.POST.items() if key != "csrf_token"
        }
        self.request.service(ApprovalService).ask(
            self.name,
            place=self.request.matchdict,
            form=given,
            subject_name=self.subject[2],
            actor=self.request.actor,
        )
        self.request.session.flash("It waits for another administrator to approve it.")
        return HTTPSeeOther(self.back)

    def _is_right(self, form: ActionForm) -> bool:
        is_valid = form.validate()
        if self.confirms is None:
            return is_valid
        typed, name = form[self.confirms], self.subject[2]
        if typed.data == name:
            return is_valid
        said = f"Type “{name}”, not “{typed.data}”." if typed.data else f"Type “{name}”."
        typed.errors = [said]
        return False

    def _asking(self, form: ActionForm, **values: Any) -> dict[str, Any]:
        return self.page(
            form=form,
            title=self.title,
            subject=self.subject,
            effects=self.effects(),
            is_danger=self.is_danger,
            back=self.back,
            **values,
        )


ACTIONS: dict[str, tuple[type[Action], str]] = {}
"""Every action and the permission that it needs, by the name in the record."""


def needs_another(request: Request, name: str) -> bool:
    """Return whether an action waits for another administrator (`ADMIN_TWO_PERSON`)."""
    listed = request.settings.staff.two_person
    return name in listed or name.rpartition(".")[2] in listed


def action(route_name: str, permission: str, *, reauth: bool = False) -> Callable[[A], A]:
    """Register an `Action`: its page by GET, and the action by POST.

    With `reauth` it asks for the password again where the last one is too old.
    """

    def register(kind: A) -> A:
        ACTIONS[kind.name] = kind, permission
        options: dict[str, Any] = {
            "route_name": route_name,
            "permission": permission,
            "uses_session": True,
            "requires_reauth": reauth,
            "renderer": "admin/action.html",
            "_depth": 1,
        }
        view_config(attr="ask", request_method=("GET", "HEAD"), **options)(kind)
        view_config(attr="submit", request_method="POST", methods=("POST",), **options)(
            kind
        )
        return kind

    return register
