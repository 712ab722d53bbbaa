"""Projects as places below `/api/v1/`, one that its owner deleted among them."""

from collections.abc import Iterator

from pyramid.authorization import Authenticated

from warehouse.api.management.repeating import HEADER
from warehouse.packaging.resources import ProjectResource, ProjectsResource
from warehouse.security import ACE, Permission, Resource, grant


class GoneProject(Resource):
    """A project that is not there, where a deletion of it may be asked for again."""

    def __acl__(self) -> Iterator[ACE]:
        """Let everybody hear what they were answered the first time."""
        yield from grant((Authenticated,), Permission.PROJECT_WRITE)


class ManagedProjectsResource(ProjectsResource):
    """The parent of all projects; one that is gone is found by a repeated deletion."""

    def __getitem__(self, name: str) -> "ProjectResource | GoneProject":  # type: ignore[override]
        """Return the project whose normalised name `name` has; raises `KeyError`."""
        try:
            return super().__getitem__(name)
        except KeyError:
            if self.request.method != "DELETE" or HEADER not in self.request.headers:
                raise
            return GoneProject(self, name=name)
