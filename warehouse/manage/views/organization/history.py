"""Everything that happened to an organization or to one of its teams."""

from collections.abc import Callable
from typing import Any

from pyramid.view import view_config

from warehouse.events.models import Event, OrganizationEvent, TeamEvent
from warehouse.events.queries import count_events_of, events_of
from warehouse.manage.organization_words import details_of, doer_of, words_of
from warehouse.manage.views.organization.base import OrganizationView, page_of
from warehouse.manage.views.organization.teams import OfTeam
from warehouse.manage.views.paging import PER_PAGE, numbered, page_number
from warehouse.organizations.queries import members_of
from warehouse.organizations.resources import OrganizationResource, TeamResource
from warehouse.security import Permission


class OrganizationHistory(OrganizationView):
    """The history of an organization, which stays open while it is not active."""

    section, needs_standing = "manage.organization.history", False

    @view_config(
        context=OrganizationResource,
        route_name="manage.organization.history",
        renderer="manage/organization/history.html",
        permission=Permission.ORGANIZATION_WRITE,
        uses_session=True,
        request_method=("GET", "HEAD"),
    )
    def show(self) -> dict[str, Any]:
        """Show one page of it, the newest first."""
        found = _history(self, OrganizationEvent, self.organization.id)
        return self.page(**found, **_links(found["number"], found["has_older"], self.url))

    def url(self, query: dict[str, int]) -> str:
        """Return the path of another page."""
        return self.path(self.section, _query=query)


class TeamHistory(OfTeam):
    """The history of a team."""

    @view_config(
        route_name="manage.team.history",
        renderer="manage/organization/team_history.html",
        **page_of(TeamResource),
    )
    def show(self) -> dict[str, Any]:
        """Show one page of it, the newest first."""
        found = _history(self, TeamEvent, self.team.id)
        links = _links(found["number"], found["has_older"], self.url)
        return self.page(tab="manage.team.history", **found, **links)

    def url(self, query: dict[str, int]) -> str:
        """Return the path of another page."""
        return self.team_path("manage.team.history", _query=query)


def _history(view: OrganizationView, kind: type[Event], key: Any) -> dict[str, Any]:
    db = view.request.db
    number = page_number(view.request.GET.get("page", "1"))
    page = numbered(number, count_events_of(db, kind, key))
    members = {each.user.username for each in members_of(db, view.organization)}
    rows = [
        {
            "when": event.time,
            "sentence": words_of(event).sentence,
            "details": details_of(event),
            "doer": doer_of(event, members),
        }
        for event in events_of(db, kind, key, offset=page.offset, limit=PER_PAGE)
    ]
    return {
        "rows": rows,
        "total": page.total,
        "number": page.number,
        "has_older": page.has_older,
    }


def _links(
    number: int, has_older: bool, url: Callable[[dict[str, int]], str]
) -> dict[str, str | None]:
    newer = None
    if number > 1:
        newer = url({"page": number - 1} if number > 2 else {})
    return {"newer": newer, "older": url({"page": number + 1}) if has_older else None}
