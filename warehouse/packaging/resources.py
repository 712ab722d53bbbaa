"""Projects and releases as places in the URL tree, with who may do what there."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any
from uuid import UUID

from pyramid.authorization import Authenticated
from sqlalchemy.orm import Session

from warehouse.accounts.policy import NEEDS_FACTOR
from warehouse.http import Request
from warehouse.organizations import rules
from warehouse.organizations.models import Organization
from warehouse.organizations.resources import acting_for
from warehouse.packaging import queries
from warehouse.packaging.caching import project_key
from warehouse.packaging.locations import distribution_at
from warehouse.packaging.models import Project, Release
from warehouse.packaging.privacy.admission import admit, may_read
from warehouse.security import ACE, Detour, Identity, Permission, Resource, Root, grant

_WORKING = {
    Permission.PROJECT_SEE,
    Permission.PROJECT_READ,
    Permission.PROJECT_UPLOAD,
    Permission.PROJECT_WRITE,
}


def publishing_in(project_id: UUID) -> str:
    """Return the principal of the trusted publishers of a project."""
    return f"publishing:{project_id}"


class ProjectResource(Resource):
    """/project/{name}: one project, its releases below it."""

    def __init__(self, project: Project, parent: Resource) -> None:
        super().__init__(parent, name=project.normalized_name)
        self.project = project

    def __acl__(self) -> Iterator[ACE]:
        """Let owners administer, maintainers and publishers upload, unless it is closed.

        Whoever is signed in may follow and report it.

        Whoever owns the organization that the project belongs to is an owner as well, and
        the members of its teams are what their team is. So are its tokens, which only ever
        do what they were made for.
        """
        roles = [(f"user:{role.user_id}", role.role_name) for role in self.project.roles]
        roles += [(f"user:{user_id}", role_name) for user_id, role_name in self._above]
        if self.organization is not None:
            roles.append((acting_for(self.organization.id), "Owner"))
        everyone = [principal for principal, _ in roles]
        everyone.append(publishing_in(self.project.id))
        owners = [principal for principal, name in roles if name == "Owner"]
        yield from grant(owners, Permission.PROJECT_READ)
        yield from grant(
            (Authenticated,), Permission.PROJECT_FOLLOW, Permission.PROJECT_REPORT
        )
        if self.project.accepts_uploads:
            yield from grant(everyone, Permission.PROJECT_UPLOAD)
        if not self.project.is_quarantined:
            yield from grant(owners, Permission.PROJECT_WRITE)
        yield from grant((*everyone, *self._readers()), Permission.PROJECT_SEE)

    def _readers(self) -> Iterator[str]:
        """Yield who was let in to read it, while it is private."""
        if self.project.is_private:
            for user_id in queries.reader_ids(self.db, self.project.id):
                yield f"user:{user_id}"

    def objection(self, identity: Identity, permission: str) -> Detour | None:
        """Return which of its rules, or of its organization's, somebody does not meet."""
        if permission not in _WORKING:
            return None
        user = identity.user
        is_guarded = user is None or user.has_second_factor
        if self.project.requires_second_factor and not is_guarded:
            return NEEDS_FACTOR
        if self.organization is None:
            return None
        return rules.objection(self.organization, identity, permission)

    @cached_property
    def _above(self) -> Sequence[tuple[UUID, str]]:
        return queries.roles_above(self.db, self.project.id)

    @cached_property
    def organization(self) -> Organization | None:
        """Return the organization that owns the project, or None."""
        return queries.organization_of(self.db, self.project.id)

    @property
    def db(self) -> Session:
        """Return the session the project was loaded with."""
        session = Session.object_session(self.project)
        if session is None:
            raise LookupError(f"the project {self.project.name} is in no session")
        return session

    def __getitem__(self, version: str) -> "ReleaseResource":
        """Return the release whose version is equal to `version`; raises `KeyError`."""
        release = queries.release_of(self.db, self.project, version)
        if release is None:
            raise KeyError(version)
        return ReleaseResource(release, self)


class ReleaseResource(Resource):
    """/project/{name}/{version}: one release."""

    def __init__(self, release: Release, parent: ProjectResource) -> None:
        super().__init__(parent, name=release.version)
        self.release = release
        self.project = parent.project


class ProjectsResource(Resource):
    """The parent of all projects: it finds them by any spelling of their name."""

    def __init__(self, request: Request) -> None:
        super().__init__(Root(request), name="projects")
        self.request = request

    def __getitem__(self, name: str) -> ProjectResource:
        """Return the project whose normalised name `name` has; raises `KeyError`."""
        self.request.depend_on(project_key(name))
        project = queries.project_named(self.request.db, name)
        if project is None and admit(self.request):
            project = queries.project_named(self.request.db, name)
        if project is None:
            raise KeyError(name)
        found = ProjectResource(project, self)
        if project.is_private and not may_read(self.request, found):
            raise KeyError(name)
        return found


class FileResource(Resource):
    """/packages/{path}: what lies there, which belongs to a project."""

    def __init__(self, request: Request) -> None:
        super().__init__(Root(request), name="file")
        self.request = request

    @cached_property
    def project(self) -> Project | None:
        """Return the project of the file, or None where there is none."""
        path = distribution_at(self.request.matchdict["path"])
        place = queries.place_of(self.request.db, path)
        if place is None:
            return None
        return queries.project_with_id(self.request.db, place.project_id)


def project_of(context: Any) -> Project | None:
    """Return the project a resource is about, if it is about one."""
    project = getattr(context, "project", None)
    return project if isinstance(project, Project) else None
