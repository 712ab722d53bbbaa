"""The parent of all projects that installers see: ours, and those of upstreams."""

from warehouse.http import Request
from warehouse.http.transactions import release_connection
from warehouse.namespaces.caching import family_key
from warehouse.packaging.names import is_valid_name, normalize
from warehouse.packaging.resources import ProjectResource, ProjectsResource
from warehouse.security import Resource
from warehouse.upstreams.caching import UPSTREAMS, elsewhere_key
from warehouse.upstreams.limiting import MissLimit
from warehouse.upstreams.reading import FoundProject, UpstreamReader
from warehouse.upstreams.releases import UpstreamRelease, release_of, releases_of


class UpstreamProjectResource(Resource):
    """A project of an upstream; nobody may do anything with it."""

    def __init__(self, found: FoundProject, parent: Resource) -> None:
        super().__init__(parent, name=found.name)
        self.found = found

    def __getitem__(self, version: str) -> "UpstreamReleaseResource":
        """Return the release whose version is equal to `version`; raises `KeyError`."""
        release = release_of(releases_of(self.found.files), version)
        if release is None:
            raise KeyError(version)
        return UpstreamReleaseResource(release, self)


class UpstreamReleaseResource(Resource):
    """A release of a project of an upstream."""

    def __init__(self, release: UpstreamRelease, parent: UpstreamProjectResource) -> None:
        super().__init__(parent, name=str(release.version))
        self.release, self.found = release, parent.found


class IndexResource(ProjectsResource):
    """Finds our projects first, and those of upstreams where a name is not ours."""

    def __getitem__(self, name: str) -> ProjectResource | UpstreamProjectResource:  # type: ignore[override]
        """Return the project of this name; raises `KeyError` and `UpstreamUnavailable`."""
        try:
            return super().__getitem__(name)
        except KeyError:
            if not is_valid_name(name):
                raise
        self.request.depend_on(UPSTREAMS, family_key(name), elsewhere_key(name))
        limit = MissLimit.of(self.request, normalize(name))
        found = find_for(self.request, normalize(name), limit)
        if found is None:
            raise KeyError(name)
        self.request.keep_for(found.seconds)
        return UpstreamProjectResource(found, self)


def find_for(
    request: Request, name: str, limit: MissLimit | None = None
) -> FoundProject | None:
    """Return what an upstream has by a normalised name, for a request.

    It has no connection to the database meanwhile, and no row that it had: an upstream may
    take its time. Raises `UpstreamUnavailable`, and `TooManyMisses` if `limit` is spent.
    """
    release_connection(request)
    return request.service(UpstreamReader).find(name, limit)
