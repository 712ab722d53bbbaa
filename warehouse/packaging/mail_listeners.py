"""The listeners that write to the people of a project about releases, files and its end."""

from collections.abc import Iterator
from typing import NamedTuple

from warehouse.accounts.mailing import write_to
from warehouse.accounts.models import User
from warehouse.http import Request
from warehouse.packaging.emails import (
    FileRemovedMail,
    ProjectRemovedMail,
    ReleaseRemovedMail,
    ReleasesChangedMail,
    ReleaseUnyankedMail,
    ReleaseYankedMail,
)
from warehouse.packaging.many_signals import ManyChange, ReleasesChanged
from warehouse.packaging.queries import owners_told
from warehouse.packaging.signals import (
    FileDeleted,
    FileRemovedByStaff,
    FileUnyanked,
    FileYanked,
    ProjectDeleted,
    ProjectSignal,
    ReleaseDeleted,
    ReleaseRemoved,
    ReleaseRemovedByStaff,
    ReleaseSignal,
    ReleaseUnyanked,
    ReleaseYanked,
)
from warehouse.signals import on

DECISIONS = "manage.decisions"
"""The route of the page with what staff did to one's projects."""
DELETED = "manage.deleted"
"""The route of the page on which owners restore what they deleted."""

OWNER = "Owner"


class Submitter(NamedTuple):
    """Who did it, and with which role."""

    name: str
    role: str


NOBODY = Submitter("", "")
"""The administrators, of whom owners are not told which it was."""


@on(ReleaseYanked, FileYanked, in_bulk=False)
def tell_of_yank(signal: ReleaseYanked | FileYanked, request: Request) -> None:
    """Write to everybody with a role that a release was yanked, or a file."""
    by, version = _submitter(signal, request), signal.release.version
    filename = signal.file.filename if isinstance(signal, FileYanked) else ""
    for user, role in _people(signal):
        said = (user.username, role, signal.project.name, *by, version, filename)
        write_to(request, user, ReleaseYankedMail(*said, signal.reason))


@on(ReleaseUnyanked, FileUnyanked, in_bulk=False)
def tell_of_unyank(signal: ReleaseUnyanked | FileUnyanked, request: Request) -> None:
    """Write to everybody with a role that a release is given back, or a file."""
    by, version = _submitter(signal, request), signal.release.version
    filename = signal.file.filename if isinstance(signal, FileUnyanked) else ""
    for user, role in _people(signal):
        said = (user.username, role, signal.project.name, *by, version, filename)
        write_to(request, user, ReleaseUnyankedMail(*said))


@on(ReleasesChanged)
def tell_of_many(signal: ReleasesChanged, request: Request) -> None:
    """Write to everybody with a role that an owner changed many releases."""
    by = _submitter(signal, request)
    if by.role != OWNER:
        return
    link = _link(request) if signal.change is ManyChange.DELETE else ""
    for user, role in _people(signal):
        said = (user.username, role, signal.project.name, *by, signal.change.value)
        mail = ReleasesChangedMail(*said, signal.versions, signal.reason, link)
        write_to(request, user, mail)


@on(ReleaseRemovedByStaff)
def tell_of_removal(signal: ReleaseRemovedByStaff, request: Request) -> None:
    """Write to everybody with a role that staff deleted a release."""
    link, reason = _link(request), signal.reason
    for user, role in _people(signal):
        said = (user.username, role, signal.project.name, *NOBODY, signal.release.version)
        write_to(request, user, ReleaseRemovedMail(*said, reason, link))


@on(FileRemovedByStaff)
def tell_of_file_removal(signal: FileRemovedByStaff, request: Request) -> None:
    """Write to everybody with a role that staff deleted a file."""
    link, reason, filename = _link(request), signal.reason, signal.file.filename
    for user, role in _people(signal):
        said = (user.username, role, signal.project.name, *NOBODY, signal.release.version)
        write_to(request, user, FileRemovedMail(*said, filename, reason, link))


@on(ReleaseDeleted, in_bulk=False)
def tell_of_release(signal: ReleaseDeleted, request: Request) -> None:
    """Write to everybody with a role that an owner deleted a release."""
    by = _submitter(signal, request)
    if isinstance(signal, ReleaseRemoved) or by.role != OWNER:
        return
    for user, role in _people(signal):
        said = (user.username, role, signal.project.name, *by, signal.release.version)
        write_to(request, user, ReleaseRemovedMail(*said, "", _undo(request, role)))


@on(FileDeleted)
def tell_of_file(signal: FileDeleted, request: Request) -> None:
    """Write to everybody with a role that an owner deleted a file."""
    by, filename = _submitter(signal, request), signal.file.filename
    if isinstance(signal, FileRemovedByStaff) or by.role != OWNER:
        return
    for user, role in _people(signal):
        said = (user.username, role, signal.project.name, *by, signal.release.version)
        write_to(request, user, FileRemovedMail(*said, filename, "", _undo(request, role)))


@on(ProjectDeleted)
def tell_of_project(signal: ProjectDeleted, request: Request) -> None:
    """Write to everybody with a role, and to the organization, that an owner deleted it."""
    by = _submitter(signal, request)
    if by.role != OWNER:
        return
    roles = {user: OWNER for user in owners_told(request.db, signal.project.id)}
    roles.update(role for role in _people(signal) if role[0] not in roles)
    for user, role in roles.items():
        said = (user.username, role, signal.project.name, *by)
        write_to(request, user, ProjectRemovedMail(*said, _undo(request, role)))


def _people(signal: ProjectSignal | ReleaseSignal) -> Iterator[tuple[User, str]]:
    """Return everybody with a role of their own, and which."""
    for role in signal.project.roles:
        yield role.user, role.role_name


def _submitter(signal: ProjectSignal | ReleaseSignal, request: Request) -> Submitter:
    """Return who did it; nobody for administrators."""
    if signal.actor.organization is not None:
        return Submitter(signal.actor.name or "", OWNER)
    user = signal.actor.user
    if user is None:
        return NOBODY
    if user in owners_told(request.db, signal.project.id):
        return Submitter(user.username, OWNER)
    role = dict(_people(signal)).get(user)
    return NOBODY if role is None else Submitter(user.username, role)


def _link(request: Request) -> str:
    """Return where owners find what staff did, and appeal."""
    url: str = request.route_url(DECISIONS)
    return url


def _undo(request: Request, role: str) -> str:
    """Return where somebody restores what was deleted; nothing if they may not."""
    if role != OWNER or not request.settings.storage.retention:
        return ""
    url: str = request.route_url(DELETED)
    return url
