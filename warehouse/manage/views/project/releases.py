"""The releases of a project, and the files of one of them."""

from typing import Any

from pyramid.view import view_config, view_defaults

from warehouse.manage.views.project.base import ProjectView
from warehouse.packaging import queries
from warehouse.packaging.models import Release
from warehouse.packaging.resources import ProjectResource, ReleaseResource
from warehouse.security import Permission

_SHOWN = 500


@view_defaults(
    context=ProjectResource,
    permission=Permission.PROJECT_READ,
    uses_session=True,
    requires_reauth=True,
    request_method=("GET", "HEAD"),
)
class ReleasesView(ProjectView):
    """All releases."""

    section = "manage.project.releases"

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
            may_write=self.request.has_permission(Permission.PROJECT_WRITE),
        )


class OfRelease(ProjectView):
    """What is about the release that the URL names."""

    section = "manage.project.releases"

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
        )
