"""Noting what happens to projects, for those who follow them.

Whoever gets a message about it because of their role is not told twice.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from warehouse.http import Request
from warehouse.notifications.models import Kind
from warehouse.notifications.services import NewsService, SubscriptionService
from warehouse.notifications.tasks import note_breakage
from warehouse.packaging.many_signals import ManyChange, ReleasesChanged
from warehouse.packaging.models import Project
from warehouse.packaging.privacy.signals import ProjectMadePrivate, ReaderRemoved
from warehouse.packaging.queries import candidates_of, owner_ids
from warehouse.packaging.role_signals import RoleAccepted, RoleChanged
from warehouse.packaging.signals import (
    FileDeleted,
    FileRemovedByStaff,
    FileUnyanked,
    FileYanked,
    ProjectDeleted,
    ProjectSignal,
    ReleaseCreated,
    ReleaseDeleted,
    ReleaseRemoved,
    ReleaseRemovedByStaff,
    ReleaseUnyanked,
    ReleaseYanked,
    RoleAdded,
    RoleSignal,
)
from warehouse.signals import on
from warehouse.vulnerabilities.signals import ProjectVulnerable

_MOST_LOST = 1000
"""Versions that are looked at, where a whole project is deleted."""
_NAMED = 10
"""Versions that are named, where many releases were changed."""


@on(ReleaseCreated)
def note_release(signal: ReleaseCreated, request: Request) -> None:
    """Note a new release."""
    _note(request, signal, Kind.RELEASE, "released")


@on(RoleAdded, RoleAccepted, RoleChanged)
def note_role(signal: RoleSignal, request: Request) -> None:
    """Note that somebody owns a project, or may publish it; its owners know."""
    is_owner = signal.role_name == "Owner"
    if isinstance(signal, RoleChanged) and not is_owner:
        return
    kind = Kind.OWNER if is_owner else Kind.PUBLISHER
    told = [*owner_ids(request.db, signal.project.id), signal.user.id]
    _note(request, signal, kind, kind.value, detail=signal.user.username, told=told)


@on(ReleaseYanked, in_bulk=False)
def note_yank(signal: ReleaseYanked, request: Request) -> None:
    """Note that a release was yanked, and why."""
    event = "release-yanked-because" if signal.reason else "release-yanked"
    told = _people(signal)
    _note(request, signal, Kind.YANK, event, detail=signal.reason, told=told)


@on(ReleaseUnyanked, in_bulk=False)
def note_unyank(signal: ReleaseUnyanked, request: Request) -> None:
    """Note that a release is given back."""
    _note(request, signal, Kind.YANK, "release-unyanked", told=_people(signal))


@on(ReleasesChanged)
def note_many(signal: ReleasesChanged, request: Request) -> None:
    """Note that many releases were yanked, given back or deleted at once."""
    kind = Kind.DELETION if signal.change is ManyChange.DELETE else Kind.YANK
    named = [*signal.versions[:_NAMED], *(["…"] if len(signal.versions) > _NAMED else [])]
    told = _people(signal) if _is_by_owner(signal, request) else ()
    event = f"releases-{signal.change}"
    _note(request, signal, kind, event, detail=", ".join(named), told=told)


@on(FileYanked, FileUnyanked)
def note_file_yank(signal: FileYanked | FileUnyanked, request: Request) -> None:
    """Note that a file was yanked or given back."""
    event = "file-yanked" if isinstance(signal, FileYanked) else "file-unyanked"
    filename, told = signal.file.filename, _people(signal)
    _note(request, signal, Kind.YANK, event, detail=filename, told=told)


@on(ReleaseDeleted, in_bulk=False)
def note_deletion(signal: ReleaseDeleted, request: Request) -> None:
    """Note that a release was deleted, unless staff did it in silence."""
    is_told = isinstance(signal, ReleaseRemovedByStaff) or _is_by_owner(signal, request)
    if isinstance(signal, ReleaseRemoved) and not isinstance(signal, ReleaseRemovedByStaff):
        return
    told = _people(signal) if is_told else ()
    _note(request, signal, Kind.DELETION, "release-deleted", told=told)


@on(FileDeleted)
def note_file_deletion(signal: FileDeleted, request: Request) -> None:
    """Note that a file was deleted."""
    is_told = isinstance(signal, FileRemovedByStaff) or _is_by_owner(signal, request)
    told = _people(signal) if is_told else ()
    filename = signal.file.filename
    _note(request, signal, Kind.DELETION, "file-deleted", detail=filename, told=told)


@on(ProjectDeleted)
def note_end(signal: ProjectDeleted, request: Request) -> None:
    """Note that a project was deleted."""
    told: list[UUID] = []
    if _is_by_owner(signal, request):
        told = [*_people(signal), *owner_ids(request.db, signal.project.id)]
    _note(request, signal, Kind.DELETION, "project-deleted", told=told)


@on(ProjectMadePrivate, ReaderRemoved)
def end_for_strangers(signal: ProjectSignal, request: Request) -> None:
    """Tell nobody more about a private project who may not read it."""
    if signal.project.is_private:
        request.service(SubscriptionService).end_for_strangers(signal.project)


@on(ProjectVulnerable)
def note_vulnerability(signal: ProjectVulnerable, request: Request) -> None:
    """Note that a vulnerability is known."""
    request.service(NewsService).note(
        signal.project, Kind.VULNERABILITY, "vulnerable", detail=signal.advisory_id
    )


@on(ReleaseYanked, ReleaseDeleted, ProjectDeleted, in_bulk=False)
def look_for_breakage(
    signal: ReleaseYanked | ReleaseDeleted | ProjectDeleted, request: Request
) -> None:
    """Have those looked for who need what is gone."""
    project = signal.project
    version = signal.version
    found = candidates_of(request.db, project) if version is None else ()
    lost = [each.version for each in found] if version is None else [version]
    _look(request, project, lost, is_yank=isinstance(signal, ReleaseYanked))


@on(ReleasesChanged)
def look_for_more_breakage(signal: ReleasesChanged, request: Request) -> None:
    """Have those looked for who need one of many releases that are gone."""
    if signal.change is not ManyChange.UNYANK:
        is_yank = signal.change is ManyChange.YANK
        _look(request, signal.project, list(signal.versions), is_yank=is_yank)


def _look(request: Request, project: Project, lost: list[str], *, is_yank: bool) -> None:
    request.enqueue(note_breakage, project.normalized_name, lost[:_MOST_LOST], is_yank)


def _note(
    request: Request,
    signal: Any,
    kind: Kind,
    event: str,
    *,
    detail: str = "",
    told: Iterable[UUID] = (),
) -> None:
    request.service(NewsService).note(
        signal.project, kind, event, version=signal.version, detail=detail, told=told
    )


def _people(signal: Any) -> list[UUID]:
    return [role.user_id for role in signal.project.roles]


def _is_by_owner(signal: Any, request: Request) -> bool:
    if signal.actor.organization is not None:
        return True
    user = signal.actor.user
    return user is not None and user.id in owner_ids(request.db, signal.project.id)
