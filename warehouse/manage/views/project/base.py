"""What the pages about one project share."""

from typing import Any

from warehouse.accounts.models import User
from warehouse.http import Request
from warehouse.http.frames import frame
from warehouse.packaging.models import Project
from warehouse.packaging.resources import ProjectResource, ReleaseResource


class ProjectView:
    """The base of views of one project, which are all in one frame."""

    section: str
    """The route of the section that is marked in the frame."""

    def __init__(
        self, context: ProjectResource | ReleaseResource, request: Request
    ) -> None:
        self.request = request
        self.project: Project = context.project
        self.user: User = request.identity.user

    def path(self, route: str, **parts: Any) -> str:
        """Return the path of a page about the project."""
        name = self.project.normalized_name
        return str(self.request.route_path(route, name=name, **parts))

    def page(self, **values: Any) -> dict[str, Any]:
        """Return the values of a template in the frame of projects."""
        return {
            **frame(self.request),
            "project": self.project,
            "section": self.section,
            "section_path": self.path,
            **values,
        }
