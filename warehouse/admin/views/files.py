"""Looking into a file of a project: what stands out, one member, and what changed in it."""

from typing import Any

from pyramid.decorator import reify
from pyramid.httpexceptions import HTTPNotFound
from pyramid.view import view_config, view_defaults

from warehouse.admin.views.base import AdminView
from warehouse.admin.views.projects import OfProject
from warehouse.admin.views.reports import verdicts_on
from warehouse.observations.queries import oldest_open_report
from warehouse.packaging.models import File, PackageType
from warehouse.packaging.queries import file_of
from warehouse.scanning.browsing import (
    MOST_TEXT,
    FileBrowser,
    counterpart,
    difference,
    file_before,
    marked_lines,
)
from warehouse.scanning.comparing import compare, differences, is_made, sibling
from warehouse.scanning.inspecting import LARGEST_SOURCE
from warehouse.scanning.members import ArchiveUnreadable
from warehouse.scanning.services import ScanService
from warehouse.security import Permission


@view_defaults(
    route_name="admin.file",
    permission=Permission.ADMIN_OBSERVATIONS_READ,
    uses_session=True,
)
class FileView(OfProject, AdminView):
    """The pages about what is in a file."""

    @view_config(renderer="admin/file.html")
    def members(self) -> dict[str, Any]:
        """Show what to look at first, and all members."""
        try:
            assessment = self._scanning.assessment_of(self.file)
            found = {
                "assessment": assessment,
                "members": self._browser.members(self.file),
                "sibling": sibling(self.file),
            }
        except ArchiveUnreadable as error:
            found = {"problem": f"The file cannot be looked into: {error}"}
        return self._page(**found)

    @view_config(request_param="member", renderer="admin/member.html")
    def member(self) -> dict[str, Any]:
        """Show one member with marks, and how it was in the release before."""
        name = self.request.GET["member"]
        try:
            content = self._browser.content(self.file, name, most=LARGEST_SOURCE)
            if content is None:
                raise HTTPNotFound("There is no such member.")
            text = content[:MOST_TEXT].decode("utf-8", "replace")
            before, changes = self._changes(name, text)
        except ArchiveUnreadable as error:
            problem = f"The file cannot be looked into: {error}"
            return self._page(member=name, problem=problem)
        inspected = self._scanning.inspect_member(name, content)
        return self._page(
            member=name,
            inspected=inspected,
            is_cut=len(content) > MOST_TEXT,
            lines=marked_lines(text, inspected.findings),
            before=before,
            changes=changes,
        )

    @view_config(request_param="against", renderer="admin/comparison.html")
    def comparison(self) -> dict[str, Any]:
        """Show what differs between a wheel and the sdist, or in one member of both."""
        other = file_of(self.request.db, self.project, self.request.GET["against"])
        if other is None or other.release_id != self.file.release_id:
            raise HTTPNotFound("There is no such file in the same release.")
        wheel, sdist = (
            (other, self.file)
            if self.file.packagetype == PackageType.SDIST
            else (self.file, other)
        )
        try:
            compared = compare(self._browser, wheel, sdist)
            shown = differences(self._browser, wheel, sdist, compared.differing)
        except ArchiveUnreadable as error:
            problem = f"The files cannot be compared: {error}"
            return self._page(wheel=wheel, sdist=sdist, problem=problem)
        return self._page(
            wheel=wheel,
            sdist=sdist,
            compared=compared,
            differences=shown,
            only_here=[each for each in compared.only_here if not is_made(each)],
        )

    @reify
    def file(self) -> File:
        """Return the file; raises `HTTPNotFound`."""
        found = file_of(self.request.db, self.project, self.request.matchdict["filename"])
        if found is None:
            raise HTTPNotFound("There is no such file.")
        return found

    def _changes(self, member: str, text: str) -> tuple[File | None, list[str] | None]:
        """Return the file before, and the difference; None if the member is new."""
        before = file_before(self.project, self.file)
        if before is None:
            return None, None
        former = self._browser.text(before, counterpart(member, self.file, before))
        return before, None if former is None else difference(former, text)

    def _page(self, **values: Any) -> dict[str, Any]:
        report = oldest_open_report(self.request.db, self.project.id)
        return self.page(
            project=self.project,
            file=self.file,
            report=report,
            verdicts=[] if report is None else verdicts_on(self.request, report),
            **values,
        )

    @property
    def _browser(self) -> FileBrowser:
        return self.request.service(FileBrowser)

    @property
    def _scanning(self) -> ScanService:
        return self.request.service(ScanService)
