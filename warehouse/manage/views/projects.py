"""All projects of a person, and what they are asked to join."""

from datetime import UTC, datetime
from typing import Any

from pyramid.view import view_config, view_defaults

from warehouse.downloads.queries import installs_of
from warehouse.downloads.reports import first_day
from warehouse.http import Request
from warehouse.http.frames import frame
from warehouse.packaging import queries
from warehouse.security import Permission

_DAYS = 30


@view_defaults(
    route_name="manage.projects",
    permission=Permission.ACCOUNT_MANAGE,
    uses_session=True,
    request_method=("GET", "HEAD"),
)
class ProjectsView:
    """The list of one's own projects."""

    def __init__(self, request: Request) -> None:
        self.request = request

    @view_config(renderer="manage/projects.html")
    def show(self) -> dict[str, Any]:
        """Show what one can reach and why, what one may read, and invitations."""
        db, user = self.request.db, self.request.identity.user
        search = self.request.GET.get("q", "").replace("\0", "").strip()[:100]
        found = queries.reachable_projects(db, user.id, search=search)
        since = first_day(datetime.now(UTC).date(), _DAYS)
        return {
            **frame(self.request),
            "downloads": installs_of(db, [each.id for each in found], since=since),
            "projects": [each for each in found if not each.is_archived],
            "archived": [each for each in found if each.is_archived],
            "readable": queries.readable_projects(
                db, user.id, search=search, with_own=False
            ),
            "invitations": queries.invitations_of(db, user.id),
            "search": search,
        }
