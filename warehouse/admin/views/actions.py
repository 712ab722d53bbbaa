"""Actions of staff: a page that says what will happen, asks why, does it and records it.

A subclass of `Action` has a subject, says its effects, and acts through a service of the
domain. What it did is recorded with the state before and after in the same transaction.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar
from uuid import UUID

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config
from wtforms import BooleanField

from warehouse.admin.forms import ActionForm, NoticeForm, confirming, with_notice
from warehouse.admin.refusals import REFUSALS, ActionRefused, sentence
from warehouse.admin.views.base import AdminView
from warehouse.appeals.services import NoticeService
from warehouse.events.approvals import ApprovalService
from warehouse.events.models import StaffAction
from warehouse.events.staff import LogEntry, Notice, StaffLog, State, Told
from warehouse.http import Request
from warehouse.packaging.models import Project

__all__ = ["Action", "ActionForm", "ActionRefused", "action", "confirming"]

A = TypeVar("A", bound="type[Action]")


class Action(AdminView):
    """The base of one action: `ask` is its page, `submit` does it."""

    name: ClassVar[str]
    """The name in the record, as in `project.quarantine`."""

    title: ClassVar[str]
    form_class: ClassVar[type[ActionForm]] = ActionForm
    confirms: ClassVar[str | None] = None
    """The field into which the subject's name has to be typed, if any."""

    is_danger: ClassVar[bool] = False
    read_only: ClassVar[str] = "refuse"
    """What becomes of it in read-only mode, as `warehouse.flags.read_only` says."""

    log_entry: LogEntry | None = None
    """What the public log of moderation says, if it has this action; `act` may set it."""

    tells_owners: ClassVar[bool] = False
    """Whether owners of the project see it in its history."""

    notice_form: ClassVar[type[NoticeForm]] = NoticeForm
    can_be_appealed: ClassVar[bool] = True
    has_own_mail: ClassVar[bool] = False
    """Whether the domain writes to the owners itself."""

    batch_id: UUID | None = None
    """What one action on many subjects is known by; `act` records each of them then."""

    asked_by: str | None = None
    """Who asked for it, where another member of staff approved it."""

    is_gone = False
    """Whether the subject exists no longer; `act` says so."""

    @property
    def subject(self) -> tuple[str, str, str]:
        """Return the kind, the id and the name of what it is done to."""
        raise NotImplementedError

    @property
    def confirmed_name(self) -> str:
        """Return what has to be typed where the action has to be confirmed."""
        return self.subject[2]

    @property
    def back(self) -> str:
        """Return the page that leads here."""
        raise NotImplementedError

    @property
    def after(self) -> str:
        """Return where to go when it is done: to the list if the subject is gone."""
        return self.list_path if self.is_gone else self.back

    @property
    def told_project(self) -> Project | None:
        """Return the project whose owners see it, or None."""
        return None

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
        if "preview" in self.request.POST or not self.is_right(form):
            return self._asking(form)
        if needs_another(self.request, self.name):
            return ask_another(self)
        try:
            said = self.perform(form)
        except REFUSALS as refused:
            self.request.db.rollback()
            return self._asking(form, problem=sentence(refused))
        self.request.session.flash(said)
        return HTTPSeeOther(self.after)

    def perform(self, form: Any) -> str:
        """Do it, record it, and return what was done; raises what is in `REFUSALS`."""
        before, subject = self.state(), self.subject
        notice = notice_of(self, form, self.told_project)
        said = self.act(form)
        if self.batch_id is None:
            after = {} if self.is_gone else self.state()
            tell(self, self.record(form, subject, before, after, notice))
        return said

    def record(
        self,
        form: Any,
        subject: tuple[str, str, str],
        before: State,
        after: State,
        notice: Notice | None = None,
    ) -> StaffAction:
        """Keep for good what was done to one subject, and return the record."""
        reason = form.reason.data or ""
        asked = "" if self.asked_by is None else f" (asked for by {self.asked_by})"
        return self.request.service(StaffLog).record(
            self.name,
            subject=subject,
            reason=f"{reason}{asked}",
            before=before,
            after=after,
            batch_id=self.batch_id,
            told=Told(notice, form.cause.data if "cause" in form else "", self.log_entry),
            actor=self.request.actor,
        )

    def is_right(self, form: ActionForm) -> bool:
        """Return whether a form is filled in right; its fields have what is wrong."""
        is_valid = form.validate()
        if self.confirms is None:
            return is_valid
        typed, name = form[self.confirms], self.confirmed_name
        if typed.data == name:
            return is_valid
        said = f"Type “{name}”, not “{typed.data}”." if typed.data else f"Type “{name}”."
        typed.errors = [said]
        return False

    def _asking(self, form: ActionForm, **values: Any) -> dict[str, Any]:
        asked = {
            "form": form,
            "title": self.title,
            "subject": self.subject,
            "effects": self.effects(),
            "is_danger": self.is_danger,
            "back": self.back,
        }
        return self.page(**{**asked, **values})


class ActionOnProject(Action):
    """The base of actions that the owners of one project are told of."""

    @property
    def project(self) -> Project | None:
        """Return the project, unless it is gone."""
        raise NotImplementedError

    @property
    def told_project(self) -> Project | None:
        """Return the project, unless its owners are not to know."""
        return self.project if self.tells_owners else None


def ask_another(action: Action) -> Response:
    """Have another administrator decide; nothing is done yet."""
    sent = {key: action.request.POST.getall(key) for key in action.request.POST}
    given = {
        key: texts[0] if len(texts) == 1 else texts
        for key, texts in sent.items()
        if key != "csrf_token"
    }
    action.request.service(ApprovalService).ask(
        action.name,
        place=action.request.matchdict,
        form=given,
        subject_name=action.subject[2],
        actor=action.request.actor,
    )
    action.request.session.flash("It waits for another administrator to approve it.")
    return HTTPSeeOther(action.back)


def tell(action: Action, *rows: StaffAction) -> None:
    """Tell the owners of one project what was done, once."""
    if not action.has_own_mail:
        action.request.service(NoticeService).send(*rows)


def notice_of(action: Action, form: Any, project: Project | None) -> Notice | None:
    """Return what the owners of a project are told; asked before it may be gone."""
    if project is None:
        return None
    text = form.notice.data if "notice" in form else ""
    return action.request.service(NoticeService).of(
        project.id, text or "", can_be_appealed=action.can_be_appealed
    )


class PreviewedAction(Action):
    """The base of actions on what their form names: it says what will happen first.

    The form is sent twice: the first time its answer has a preview, and a box to tick.
    """

    form_class: ClassVar[type[ActionForm]]

    @property
    def subject(self) -> tuple[str, str, str]:
        """Return no subject: the form names it."""
        return "list", "", ""

    @property
    def back(self) -> str:
        """Return the list."""
        return self.list_path

    def effects(self) -> list[str]:
        """Say that there will be a preview."""
        return ["Before anything happens you are shown what will."]

    def state(self) -> State:
        """Return nothing: each subject is recorded by itself."""
        return {}

    def preview(self, form: Any) -> list[str]:
        """Return what will happen, in sentences; raises `ActionRefused`."""
        raise NotImplementedError

    def ask(self) -> dict[str, Any]:
        """Show the form, without the box that says that the preview was read."""
        form: Any = self.make_form()
        del form.confirm
        return self._asking(form)

    def submit(self) -> dict[str, Any] | Response:
        """Show a preview, or do it if that was read."""
        form: Any = self.make_form(self.request.POST)
        if form.confirm.data or not form.validate():
            return super().submit()
        try:
            effects = self.preview(form)
        except ActionRefused as refused:
            return self._asking(form, problem=str(refused))
        return self._asking(form, effects=effects)


class PreviewedForm(ActionForm):
    """The form of an action that is previewed."""

    confirm = BooleanField("I have read what will happen")


@dataclass(frozen=True)
class Offer:
    """A button that leads to an action: its route, its words, and who sees it.

    One that takes a search is about what the list finds.
    """

    route: str
    title: str
    permission: str
    takes_search: bool = False

    def path(self, request: Request, search: str, parts: Mapping[str, object]) -> str:
        """Return the address of the action."""
        query = {"q": search} if self.takes_search and search else {}
        return str(request.route_path(self.route, _query=query, **parts))


def offered(
    request: Request, offers: Iterable[Offer], *, search: str = "", **parts: object
) -> list[tuple[str, str]]:
    """Return URL and words of the actions that this member of staff may do."""
    return [
        (each.path(request, search, parts), each.title)
        for each in offers
        if request.has_permission(each.permission)
    ]


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
        if kind.tells_owners:
            kind.form_class = with_notice(kind.form_class, asking=kind.notice_form)
        options: dict[str, Any] = {
            "route_name": route_name,
            "permission": permission,
            "uses_session": True,
            "requires_reauth": reauth,
            "renderer": "admin/action.html",
            "_depth": 1,
        }
        view_config(attr="ask", request_method=("GET", "HEAD"), **options)(kind)
        view_config(
            attr="submit",
            request_method="POST",
            methods=("POST",),
            read_only=kind.read_only,
            **options,
        )(kind)
        return kind

    return register
