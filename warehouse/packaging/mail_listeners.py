"""The listeners that write to the people of a project."""

from collections.abc import Callable

from warehouse.accounts.mailing import write_to
from warehouse.accounts.models import User
from warehouse.email import Mail
from warehouse.http import Request
from warehouse.packaging.emails import FileRemovedMail, ReleaseRemovedMail
from warehouse.packaging.models import Project
from warehouse.packaging.signals import FileRemovedByStaff, ReleaseRemovedByStaff
from warehouse.signals import on

DECISIONS = "manage.decisions"
"""The route of the page with what staff did to one's projects."""


@on(ReleaseRemovedByStaff)
def tell_of_release(signal: ReleaseRemovedByStaff, request: Request) -> None:
    """Write to everybody with a role that staff deleted a release."""
    project, version = signal.project, signal.release.version
    _write(
        request,
        project,
        lambda user: ReleaseRemovedMail(
            user.username, project.name, version, signal.reason, _link(request)
        ),
    )


@on(FileRemovedByStaff)
def tell_of_file(signal: FileRemovedByStaff, request: Request) -> None:
    """Write to everybody with a role that staff deleted a file."""
    project, version, filename = (
        signal.project,
        signal.release.version,
        signal.file.filename,
    )
    _write(
        request,
        project,
        lambda user: FileRemovedMail(
            user.username, project.name, version, filename, signal.reason, _link(request)
        ),
    )


def _link(request: Request) -> str:
    """Return where owners find what staff did, and appeal."""
    url: str = request.route_url(DECISIONS)
    return url


def _write(request: Request, project: Project, mail: Callable[[User], Mail]) -> None:
    for role in project.roles:
        write_to(request, role.user, mail(role.user))
