"""Everything that happened to a project, with what staff did and said."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pyramid.view import view_config, view_defaults

from warehouse.appeals.words import CAUSES
from warehouse.events.doers import doer_of
from warehouse.events.models import ProjectEvent, StaffAction
from warehouse.events.queries import (
    ProjectHappening,
    count_history_of_project,
    history_of_project,
)
from warehouse.i18n import Message
from warehouse.manage.claim_words import failures_in
from warehouse.manage.project_words import (
    action_words,
    details_of,
    event_words,
    is_by_rule,
    versions_in,
)
from warehouse.manage.views.paging import PER_PAGE, numbered, page_number
from warehouse.manage.views.project.base import ProjectView
from warehouse.packaging.queries import version_spellings
from warehouse.packaging.resources import ProjectResource
from warehouse.security import Permission


@dataclass(frozen=True)
class Row:
    """One thing that happened, in words."""

    when: datetime
    sentence: Message
    details: list[str]
    reasons: list[Message] = field(default_factory=list)
    is_unusual: bool = False
    action: StaffAction | None = None
    cause: Message | None = None
    doer: str | None = None
    is_by_rule: bool = False


@view_defaults(
    context=ProjectResource,
    permission=Permission.PROJECT_READ,
    uses_session=True,
    request_method=("GET", "HEAD"),
)
class HistoryView(ProjectView):
    """The history of a project."""

    section = "manage.project.history"

    @view_config(
        route_name="manage.project.history", renderer="manage/project/history.html"
    )
    def show(self) -> dict[str, Any]:
        """Show one page of it, the newest first."""
        db, key = self.request.db, self.project.id
        number = page_number(self.request.GET.get("page", "1"))
        page = numbered(number, count_history_of_project(db, key))
        found = history_of_project(db, key, offset=page.offset, limit=PER_PAGE)
        spelled = version_spellings(db, self.project, versions_in(found))
        return self.page(
            rows=[shown(each, spelled) for each in found],
            total=page.total,
            number=page.number,
            newer=self._url(number - 1) if number > 1 else None,
            older=self._url(number + 1) if page.has_older else None,
        )

    def _url(self, number: int) -> str:
        return self.path(self.section, _query={"page": number} if number > 1 else {})


def shown(happened: ProjectHappening, spelled: Mapping[str, str]) -> Row:
    """Return what is shown of something that happened; staff stay unnamed."""
    action, event = happened.action, happened.event
    if action is not None:
        return Row(
            happened.when,
            action_words(action),
            _details(action, happened.effects, spelled),
            action=action,
            cause=CAUSES.get(action.cause),
        )
    assert event is not None
    words = event_words(event)
    return Row(
        happened.when,
        words.sentence,
        details_of((event,), spelled),
        failures_in(event.additional or {}),
        is_unusual=words.is_unusual,
        doer=doer_of(event),
        is_by_rule=is_by_rule(event),
    )


def _details(
    action: StaffAction, effects: Iterable[ProjectEvent], spelled: Mapping[str, str]
) -> list[str]:
    """Return what an action was about: its own release where others went with it."""
    if action.batch_id is not None and action.subject_kind == "release":
        return [action.subject_name.partition(" ")[2]]
    return details_of(effects, spelled)
