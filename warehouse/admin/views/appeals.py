"""Appeals of owners: reading, answering and deciding them."""

from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any
from uuid import UUID

from pyramid.view import view_config, view_defaults
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from warehouse.admin.forms import MOST_MESSAGE
from warehouse.admin.views.actions import Action, ActionForm, Offer, action, offered
from warehouse.admin.views.base import AdminView
from warehouse.appeals import queries
from warehouse.appeals.models import Appeal, AppealStatus
from warehouse.appeals.services import AppealService
from warehouse.deletions.queries import deletion_of_row
from warehouse.events.staff import State
from warehouse.http import Request
from warehouse.http.keys import found_by_key
from warehouse.packaging.models import Project
from warehouse.packaging.models.lifecycle import is_in_quarantine
from warehouse.packaging.queries import project_with_id, release_with_id
from warehouse.security import Permission

_HIDES_PROJECT = (
    *("project.quarantine", "report.quarantine", "reports.quarantine"),
    "user.quarantine_projects",
)
_HIDES_RELEASE = ("release.quarantine", "report.quarantine_releases")
_DELETES = (
    *("project.delete", "report.remove_malware", "reports.remove_malware"),
    *("project_name.prohibit", "project_name.prohibit_many"),
    *("release.delete", "release.delete_file", "report.remove_releases"),
)
"""Actions by what undoes them."""

_WRITE = Permission.ADMIN_APPEALS_WRITE
_OFFERS = (
    Offer("admin.appeal.answer", "Answer", _WRITE),
    Offer("admin.appeal.accept", "Accept", _WRITE),
    Offer("admin.appeal.decline", "Decline", _WRITE),
)


class OfAppeal:
    """What is about the appeal that the URL names."""

    request: Request
    section = "admin.appeals"

    @cached_property
    def appeal(self) -> Appeal:
        """Return the appeal; raises `HTTPNotFound`."""
        return found_by_key(
            self.request,
            partial(queries.appeal_with_id, self.request.db),
            "There is no such appeal.",
        )

    @property
    def project(self) -> Project | None:
        """Return the project that it is about, unless that is gone."""
        key = self.appeal.action.project_id
        return None if key is None else project_with_id(self.request.db, key)

    def undo(self) -> tuple[str, str] | None:
        """Return URL and words of the action that undoes what is appealed against.

        There is none where it is undone already, or where this member of staff may not.
        """
        kind = self.appeal.action.action
        found = None
        if kind in _HIDES_PROJECT or kind == "project.archive":
            found = self._opened_again(kind)
        elif kind in _HIDES_RELEASE:
            found = self._release_shown_again()
        elif kind in _DELETES:
            found = self._restored()
        if found is None or not self.request.has_permission(found.permission):
            return None
        return self.request.route_path(found.route, **found.place), found.words

    def _opened_again(self, kind: str) -> "Undo | None":
        """Return how a project is shown or opened again."""
        project = self.project
        if project is None:
            return None
        place = {"name": project.normalized_name}
        if kind == "project.archive":
            undo = Undo("admin.project.unarchive", place, "Unarchive")
            return undo if project.is_archived else None
        undo = Undo("admin.project.clear", place, "Clear the quarantine")
        return undo if project.is_quarantined else None

    def _release_shown_again(self) -> "Undo | None":
        """Return how the release that was hidden is shown again."""
        release = release_with_id(self.request.db, UUID(self.appeal.action.subject_id))
        if release is None or not is_in_quarantine(release):
            return None
        place = {"name": release.project.normalized_name, "version": release.version}
        return Undo("admin.release.clear", place, "Clear the quarantine")

    def _restored(self) -> "Undo | None":
        """Return how what was deleted is restored, while it is kept."""
        action = self.appeal.action
        is_part = action.subject_kind in ("release", "file")
        row = UUID(action.subject_id) if is_part else action.project_id
        found = None if row is None else deletion_of_row(self.request.db, [row])
        if found is None:
            return None
        return Undo(
            "admin.deletion", {"id": found.id}, "Restore", Permission.ADMIN_PROJECTS_DELETE
        )


@dataclass(frozen=True)
class Undo:
    """An action that undoes another: its route, the parts of its URL, and its words."""

    route: str
    place: dict[str, Any]
    words: str
    permission: str = Permission.ADMIN_PROJECTS_WRITE


@view_defaults(permission=Permission.ADMIN_APPEALS_READ, uses_session=True)
class AppealView(OfAppeal, AdminView):
    """The page about one appeal."""

    @view_config(route_name="admin.appeal", renderer="admin/appeal.html")
    def show(self) -> dict[str, Any]:
        """Show the conversation, what it is about, and what can be done."""
        appeal = self.appeal
        offers, undo = _OFFERS if appeal.is_going else (), self.undo()
        return self.page(
            appeal=appeal,
            project=self.project,
            others=[
                each
                for each in queries.appeals_against(self.request.db, [appeal.action_id])
                if each.id != appeal.id
            ],
            concerned=queries.concerned_people(self.request.db, appeal.action),
            actions=[
                *offered(self.request, offers, id=appeal.id),
                *([undo] if undo is not None else []),
            ],
        )


class AppealForm(ActionForm):
    """A reason for the record, and what the owners read."""

    text = TextAreaField(
        "What the owners will read",
        validators=[
            InputRequired("Write something for the owners."),
            Length(max=MOST_MESSAGE, message=f"Use at most {MOST_MESSAGE} characters."),
        ],
    )


class AppealAction(OfAppeal, Action):
    """The base of answers to an appeal."""

    form_class = AppealForm
    status: AppealStatus
    done: str

    @property
    def subject(self) -> tuple[str, str, str]:
        """Return the appeal, by the name of what it is about."""
        return "appeal", str(self.appeal.id), self.appeal.subject_name

    @property
    def back(self) -> str:
        """Return the page about the appeal."""
        return str(self.request.route_path("admin.appeal", id=self.appeal.id))

    def state(self) -> State:
        """Return how far it is."""
        return {"status": self.appeal.status.value}

    def people(self) -> str:
        """Say who gets mail."""
        found = queries.concerned_people(self.request.db, self.appeal.action)
        names = ", ".join(each.username for each in found)
        return f"Owners who get mail with what you write for them: {names or 'none'}."

    def act(self, form: Any) -> str:
        """Write to the owners, and set the status; raises `AppealDecided`."""
        self.request.service(AppealService).answer(
            self.appeal, form.text.data, status=self.status, actor=self.request.actor
        )
        return self.done


@action("admin.appeal.answer", _WRITE)
class Answer(AppealAction):
    """Write to the owners."""

    name, title = "appeal.answer", "Answer"
    status, done = AppealStatus.ANSWERED, "Your answer is sent."

    def effects(self) -> list[str]:
        """Say who reads it, and that it stays undecided."""
        return [self.people(), "The appeal stays undecided, and waits for them."]


@action("admin.appeal.accept", _WRITE)
class Accept(AppealAction):
    """Decide that the owners are right."""

    name, title = "appeal.accept", "Accept"
    status, done = AppealStatus.ACCEPTED, "The appeal is accepted."

    @property
    def after(self) -> str:
        """Return the page of the action that undoes it, if there is one to be done."""
        undo = self.undo()
        return self.back if undo is None else undo[0]

    def effects(self) -> list[str]:
        """Say what it does not do."""
        undo = self.undo()
        said = [self.people(), "The appeal is closed."]
        if undo is not None:
            said.append(f"Nothing is undone yet: “{undo[1]}” is the next page.")
        return said


@action("admin.appeal.decline", _WRITE)
class Decline(AppealAction):
    """Decide that staff are right."""

    name, title, is_danger = "appeal.decline", "Decline", True
    status, done = AppealStatus.DECLINED, "The appeal is declined."

    def effects(self) -> list[str]:
        """Say what stays."""
        return [self.people(), "The appeal is closed. What was done stays."]
