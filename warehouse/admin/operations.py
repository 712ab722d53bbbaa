"""What staff can do to many things at once."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from pyramid.config import Configurator

from warehouse.accounts import queries as accounts
from warehouse.accounts.errors import AccountError
from warehouse.accounts.models import User
from warehouse.accounts.services.staffing import StaffingService
from warehouse.accounts.services.users import UserService
from warehouse.admin.refusals import sentence
from warehouse.bulk.operations import Operation, OperationRefused, Outcome
from warehouse.events.staff import LogEntry
from warehouse.http import Request
from warehouse.packaging import queries as packaging
from warehouse.packaging.errors import StatusUnchanged
from warehouse.packaging.models import Project
from warehouse.packaging.services import LifecycleService
from warehouse.security import Actor, Permission
from warehouse.vulnerabilities.queries import described, vulnerability_with_key
from warehouse.vulnerabilities.services import VulnerabilityService


def quarantine(request: Request, key: UUID, reason: str, actor: Actor) -> Outcome:
    """Take a project from view."""
    change = request.service(LifecycleService).quarantine
    return _changed(_project(request, key), change, actor, "It is in quarantine already.")


def clear_quarantine(request: Request, key: UUID, reason: str, actor: Actor) -> Outcome:
    """Show a project again."""
    change = request.service(LifecycleService).clear_quarantine
    return _changed(_project(request, key), change, actor, "It is not in quarantine.")


def delete_project(request: Request, key: UUID, reason: str, actor: Actor) -> Outcome:
    """Delete a project with all its releases."""
    project = _project(request, key)
    before = {**_status(project), "total_size": project.total_size}
    request.service(LifecycleService).delete(project, actor=actor)
    return Outcome("project", before, {})


def freeze(request: Request, key: UUID, reason: str, actor: Actor) -> Outcome:
    """Close an account."""
    user = _user(request, key)
    if user.id == actor.user.id:
        raise OperationRefused("Nobody freezes their own account.")
    if user.is_frozen:
        raise OperationRefused("It is frozen already.")
    try:
        request.service(StaffingService).require_another(user, actor=actor)
    except AccountError as error:
        raise OperationRefused(sentence(error)) from error
    request.service(UserService).freeze(user, actor=actor)
    return Outcome("user", {"is_frozen": False}, {"is_frozen": True})


def unfreeze(request: Request, key: UUID, reason: str, actor: Actor) -> Outcome:
    """Open an account again."""
    user = _user(request, key)
    if not user.is_frozen:
        raise OperationRefused("It is not frozen.")
    request.service(UserService).thaw(user, actor=actor)
    return Outcome("user", {"is_frozen": True}, {"is_frozen": False})


def delete_vulnerability(request: Request, key: UUID, reason: str, actor: Actor) -> Outcome:
    """Delete an advisory."""
    found = vulnerability_with_key(request.db, key)
    if found is None:
        raise OperationRefused("The advisory is gone.")
    before = described(found)
    request.service(VulnerabilityService).delete(found)
    return Outcome("vulnerability", before, {})


OPERATIONS = (
    Operation(
        "project.quarantine",
        "projects",
        "Quarantine",
        Permission.ADMIN_PROJECTS_WRITE,
        ("Installers, search and feeds no longer find the project.",),
        quarantine,
        LogEntry.QUARANTINED,
    ),
    Operation(
        "project.remove_from_quarantine",
        "projects",
        "Clear quarantine",
        Permission.ADMIN_PROJECTS_WRITE,
        ("The project is shown again as it was.",),
        clear_quarantine,
        LogEntry.CLEARED,
    ),
    Operation(
        "project.delete",
        "projects",
        "Delete",
        Permission.ADMIN_PROJECTS_DELETE,
        (
            "The project is gone with its releases and files, and its name is free.",
            "Nobody can use one of its filenames again.",
        ),
        delete_project,
        LogEntry.REMOVED,
    ),
    Operation(
        "user.freeze",
        "users",
        "Freeze",
        Permission.ADMIN_USERS_WRITE,
        ("The account cannot sign in, its sessions end, its tokens upload nothing.",),
        freeze,
    ),
    Operation(
        "user.unfreeze",
        "users",
        "Unfreeze",
        Permission.ADMIN_USERS_WRITE,
        ("The account can sign in again.",),
        unfreeze,
    ),
    Operation(
        "vulnerability.delete",
        "vulnerabilities",
        "Delete",
        Permission.ADMIN_VULNERABILITIES_WRITE,
        (
            "Pages and documents of the projects no longer show the advisories.",
            "What its source reports again comes back.",
        ),
        delete_vulnerability,
    ),
)


def includeme(config: Configurator) -> None:
    """Register the operations."""
    for operation in OPERATIONS:
        config.add_bulk_operation(operation)


def _changed(
    project: Project, change: Callable[..., None], actor: Actor, objection: str
) -> Outcome:
    """Change the status of a project; refuses with `objection` if it has it already."""
    before = _status(project)
    try:
        change(project, actor=actor)
    except StatusUnchanged as error:
        raise OperationRefused(objection) from error
    return Outcome("project", before, _status(project))


def _project(request: Request, key: UUID) -> Project:
    found = packaging.project_with_id(request.db, key)
    if found is None:
        raise OperationRefused("The project is gone.")
    return found


def _user(request: Request, key: UUID) -> User:
    found = accounts.user_by_id(request.db, key)
    if found is None:
        raise OperationRefused("The account is gone.")
    return found


def _status(project: Project) -> dict[str, Any]:
    return {"status": str(project.status), "note": project.lifecycle_status_note}
