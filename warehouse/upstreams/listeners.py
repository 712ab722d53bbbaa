"""Keeping new projects from taking names that installers know from elsewhere."""

from warehouse.http import Request
from warehouse.packaging.errors import ProjectNameUnavailable, Unavailability
from warehouse.packaging.signals import ProjectCreated
from warehouse.signals import on
from warehouse.upstreams import queries
from warehouse.upstreams.errors import UpstreamUnavailable
from warehouse.upstreams.reading import UpstreamReader


@on(ProjectCreated)
def refuse_names_of_upstreams(signal: ProjectCreated, request: Request) -> None:
    """Raise `ProjectNameUnavailable` if an upstream has the name, unless it is ours.

    An upstream that cannot be asked may have it, so that is a refusal as well.
    """
    if not queries.has_upstreams(request.db):
        return
    name = signal.project.normalized_name
    try:
        found = request.service(UpstreamReader).find(name)
    except UpstreamUnavailable as error:
        kind = Unavailability.UPSTREAM_UNKNOWN
        raise ProjectNameUnavailable(name, kind, error.upstream) from error
    if found is not None:
        kind = Unavailability.UPSTREAM
        raise ProjectNameUnavailable(name, kind, found.source.name)
