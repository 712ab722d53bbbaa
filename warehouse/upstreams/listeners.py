"""Keeping new projects from taking names that installers know from elsewhere."""

from warehouse.http import Request
from warehouse.packaging.signals import ProjectCreated
from warehouse.signals import on
from warehouse.upstreams.creating import require_free


@on(ProjectCreated)
def refuse_names_of_upstreams(signal: ProjectCreated, request: Request) -> None:
    """Raise `ProjectNameUnavailable` if an upstream has the name, unless it is ours.

    An upstream that cannot be asked may have it, so that is a refusal as well.
    """
    require_free(request, signal.project.normalized_name)
