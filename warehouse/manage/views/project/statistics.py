"""How often a project is downloaded, for its owners."""

from datetime import UTC, datetime
from typing import Any

from pyramid.view import view_config

from warehouse.downloads.drawings import drawing_of
from warehouse.downloads.reports import facets_of, report_of
from warehouse.manage.views.project.base import ProjectView
from warehouse.packaging.resources import ProjectResource
from warehouse.security import Permission

_VALUES = 50
_BADGES = ("version", "downloads", "python", "license")


class StatisticsView(ProjectView):
    """The downloads of a project."""

    section = "manage.project.statistics"

    @view_config(
        route_name="manage.project.statistics",
        context=ProjectResource,
        renderer="manage/project/statistics.html",
        permission=Permission.PROJECT_READ,
        uses_session=True,
        request_method=("GET", "HEAD"),
    )
    def show(self) -> dict[str, Any]:
        """Show the last ninety days, and badges to copy."""
        db, key = self.request.db, self.project.id
        today = datetime.now(UTC).date()
        report = report_of(db, key, today)
        return self.page(
            report=report,
            drawing=drawing_of(report),
            facets=facets_of(db, key, today, limit=_VALUES, with_hidden=True),
            badges=[self._badge(each) for each in _BADGES],
        )

    def _badge(self, kind: str) -> tuple[str, str]:
        """Return the path of a badge, and the Markdown that shows it in a README."""
        name = self.project.normalized_name
        parts = {"name": name, "kind": kind}
        image = self.request.route_url("pages.badge", **parts)
        page = self.request.route_url("pages.project", name=name)
        path: str = self.request.route_path("pages.badge", **parts)
        return path, f"[![{kind}]({image})]({page})"
