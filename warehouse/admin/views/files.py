"""Looking into a file of a project: its members, one as text, and what changed in it."""

from typing import Any

from pyramid.httpexceptions import HTTPNotFound
from pyramid.view import view_config, view_defaults

from warehouse.admin.views.base import AdminView
from warehouse.admin.views.projects import OfProject
from warehouse.packaging.models import File
from warehouse.packaging.queries import file_of
from warehouse.scanning.browsing import (
    FileBrowser,
    counterpart,
    difference,
    file_before,
)
from warehouse.scanning.members import ArchiveUnreadable
from warehouse.security import Permission


@view_defaults(permission=Permission.ADMIN_OBSERVATIONS_READ, uses_session=True)
class FileView(OfProject, AdminView):
    """The page about what is in a file."""

    @view_config(route_name="admin.file", renderer="admin/file.html")
    def show(self) -> dict[str, Any]:
        """Show the members, or one of them and how it was in the release before."""
        project, member = self.project, self.request.GET.get("member", "")
        file = file_of(self.request.db, project, self.request.matchdict["filename"])
        if file is None:
            raise HTTPNotFound("There is no such file.")
        try:
            found = self._member(file, member) if member else self._members(file)
        except ArchiveUnreadable as error:
            found = {"problem": f"The file cannot be looked into: {error}"}
        return self.page(project=project, file=file, member=member, **found)

    def _members(self, file: File) -> dict[str, Any]:
        return {"members": self._browser.members(file)}

    def _member(self, file: File, member: str) -> dict[str, Any]:
        text = self._browser.text(file, member)
        if text is None:
            raise HTTPNotFound("There is no such member.")
        before = file_before(self.project, file)
        if before is None:
            return {"text": text}
        former = self._browser.text(before, counterpart(member, file, before))
        if former is None:
            return {"text": text, "before": before, "is_new": True}
        return {"text": text, "before": before, "changes": difference(former, text)}

    @property
    def _browser(self) -> FileBrowser:
        return self.request.service(FileBrowser)
