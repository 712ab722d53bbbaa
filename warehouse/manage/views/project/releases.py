"""The releases of a project, and the files of one of them."""

from datetime import UTC, datetime
from functools import partial
from typing import Any

from pyramid.view import view_config, view_defaults

from warehouse.downloads.models import Facet
from warehouse.downloads.queries import values_of
from warehouse.downloads.reports import first_day
from warehouse.manage.views.project.base import ProjectView
from warehouse.packaging import queries
from warehouse.packaging.models import Release
from warehouse.packaging.resources import ProjectResource, ReleaseResource
from warehouse.security import Permission

_SHOWN = 500
_DAYS = 30
_COUNTED = 5000
"""Versions or files of which downloads are shown."""


class OfReleases(ProjectView):
    """What is about releases and their downloads."""

    section = "manage.project.releases"

    def _downloads(self, facet: Facet) -> dict[str, int]:
        """Return how often installers fetched the most frequent values in 30 days."""
        since = first_day(datetime.now(UTC).date(), _DAYS)
        find = partial(values_of, since=since, limit=_COUNTED, with_hidden=True)
        return dict(find(self.request.db, self.project.id, facet))


@view_defaults(
    context=ProjectResource,
    permission=Permission.PROJECT_READ,
    uses_session=True,
    requires_reauth=True,
    request_method=("GET", "HEAD"),
)
class ReleasesView(OfReleases):
    """All releases."""

    @view_config(
        route_name="manage.project.releases", renderer="manage/project/releases.html"
    )
    def show(self) -> dict[str, Any]:
        """Show every release with its state and its files."""
        db = self.request.db
        found = queries.all_releases_of(db, self.project, limit=_SHOWN + 1)
        return self.page(
            releases=found[:_SHOWN],
            has_more=len(found) > _SHOWN,
            downloads=self._downloads(Facet.VERSION),
            may_write=self.request.has_permission(Permission.PROJECT_WRITE),
        )


class OfRelease(OfReleases):
    """What is about the release that the URL names."""

    def __init__(self, context: ReleaseResource, request: Any) -> None:
        super().__init__(context, request)
        self.release: Release = context.release

    def path(self, route: str, **parts: Any) -> str:
        """Return the path of a page about the project or the release."""
        return super().path(route, **{"version": self.release.version, **parts})


@view_defaults(
    context=ReleaseResource,
    permission=Permission.PROJECT_READ,
    uses_session=True,
    requires_reauth=True,
    request_method=("GET", "HEAD"),
)
class ReleaseView(OfRelease):
    """One release."""

    @view_config(route_name="manage.release", renderer="manage/project/release.html")
    def show(self) -> dict[str, Any]:
        """Show its files, and what can be done."""
        may_write = self.request.has_permission(Permission.PROJECT_WRITE)
        return self.page(
            release=self.release,
            files=sorted(self.release.files, key=lambda file: file.filename),
            may_write=may_write and not self.release.is_quarantined,
            downloads=self._downloads(Facet.FILE),
        )
