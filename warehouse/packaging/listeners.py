"""The journal, and the table of who requires whom.

The journal has a row for every signal that has a wording for one. Mirrors follow the ids
of the rows, so ids must become visible in their order. That takes a lock which everyone
who writes has to wait for; therefore the rows are collected, and written as the last thing
of the transaction.
"""

from typing import Any

from warehouse.accounts.errors import AccountNeeded
from warehouse.accounts.signals import AccountDeleting, AccountNuking
from warehouse.db.locks import Lock, take_lock
from warehouse.http import Request
from warehouse.namespaces.errors import NamespaceInUse
from warehouse.namespaces.signals import NamespaceClaimed
from warehouse.organizations.errors import OrganizationNotEmpty
from warehouse.organizations.signals import OrganizationDeleting
from warehouse.packaging import queries
from warehouse.packaging.models import JournalEntry
from warehouse.packaging.privacy.signals import ProjectMadePrivate, ProjectMadePublic
from warehouse.packaging.services import (
    DepartureService,
    LifecycleService,
    RequirementService,
    RoleService,
)
from warehouse.packaging.signals import (
    ProjectDeleted,
    ProjectQuarantined,
    ProjectRestored,
    QuarantineCleared,
    ReleaseCompleted,
    ReleaseCreated,
    ReleaseDeleted,
    ReleaseQuarantineCleared,
    ReleaseQuarantined,
    ReleaseRestored,
    ReleaseUnyanked,
    ReleaseYanked,
)
from warehouse.signals import Signal, on

_PENDING = "warehouse.packaging.journal"
_OUTDATED = "warehouse.packaging.requirements"


@on(Signal, in_bulk=True)
def write_journal(signal: Any, request: Request) -> None:
    """Collect a journal row, to be written at the end of the transaction."""
    if signal.journal_action is None:
        return
    entry = JournalEntry(
        name=signal.project.name,
        version=signal.version,
        action=signal.journal_action,
        submitted_by=signal.actor.username,
        # That a project became private is the last that mirrors hear of it.
        is_private=signal.project.is_private and not isinstance(signal, ProjectMadePrivate),
    )
    memory = request.transaction.memory
    if _PENDING not in memory:
        memory[_PENDING] = []
        request.transaction.before_commit(lambda: _write(request))
    memory[_PENDING].append(entry)


@on(
    ReleaseCreated,
    ReleaseCompleted,
    ReleaseYanked,
    ReleaseUnyanked,
    ReleaseDeleted,
    ReleaseRestored,
    ReleaseQuarantined,
    ReleaseQuarantineCleared,
    ProjectQuarantined,
    ProjectRestored,
    QuarantineCleared,
    ProjectMadePrivate,
    ProjectMadePublic,
    in_bulk=True,
)
def refresh_requirements(signal: Any, request: Request) -> None:
    """Read once, at the end of the transaction, what the project requires now."""
    memory = request.transaction.memory
    if _OUTDATED not in memory:
        memory[_OUTDATED] = set()
        request.transaction.before_commit(lambda: _refresh(request))
    memory[_OUTDATED].add(signal.project.id)


@on(ProjectDeleted)
def forget_requirements(signal: ProjectDeleted, request: Request) -> None:
    """Drop what a deleted project required, and purge the pages that named it."""
    request.service(RequirementService).forget(signal.project.id)


@on(ProjectRestored)
def keep_an_owner(signal: ProjectRestored, request: Request) -> None:
    """Make whoever restores a project its owner if those that it had are gone."""
    user = signal.actor.user
    if user is not None and not queries.owner_ids(request.db, signal.project.id):
        roles, actor = request.service(RoleService), signal.actor
        for role in list(signal.project.roles):
            if role.user_id == user.id:
                roles.remove(role, actor=actor)
        roles.add(signal.project, user, "Owner", actor=actor)


@on(AccountDeleting)
def let_go(signal: AccountDeleting, request: Request) -> None:
    """Take an account out of its projects; raises `AccountNeeded` for an only owner."""
    departures = request.service(DepartureService)
    departures.lock_owned(signal.user)
    owned = queries.projects_owned_alone(request.db, signal.user.id)
    if owned:
        raise AccountNeeded([each.name for each in owned])
    departures.leave(signal.user)


@on(OrganizationDeleting)
def keep_projects(signal: OrganizationDeleting, request: Request) -> None:
    """Keep an organization that owns projects; raises `OrganizationNotEmpty`."""
    owned = queries.count_projects_owned_by(request.db, signal.organization.id)
    if owned:
        raise OrganizationNotEmpty(signal.organization.name, owned)


@on(NamespaceClaimed)
def object_for_others(signal: NamespaceClaimed, request: Request) -> None:
    """Raise `NamespaceInUse` for a namespace in which others have a project."""
    user = signal.actor.user
    found = queries.projects_of_others(
        request.db,
        signal.namespace,
        signal.organization,
        person=None if user is None else user.id,
        limit=1,
    )
    if found:
        raise NamespaceInUse(signal.namespace, found[0].name)


@on(AccountNuking)
def delete_projects(signal: AccountNuking, request: Request) -> None:
    """Delete the projects of an account that staff remove, and take it out of others.

    The journal names who removed them, and nobody where the account itself stood.
    """
    request.service(DepartureService).lock_owned(signal.user)
    going = {each.id for each in queries.projects_owned_alone(request.db, signal.user.id)}
    for project in queries.projects_of(request.db, signal.user.id):
        if project.id in going or project.id in signal.projects:
            request.service(LifecycleService).delete(project, actor=signal.actor)
    request.service(DepartureService).leave(signal.user)


def _refresh(request: Request) -> None:
    service = request.service(RequirementService)
    for project_id in request.transaction.memory.pop(_OUTDATED):
        service.refresh(project_id)


def _write(request: Request) -> None:
    entries: list[JournalEntry] = request.transaction.memory.pop(_PENDING)
    request.db.flush()
    take_lock(request.db, Lock.JOURNAL)
    for entry in entries:
        request.db.add(entry)
        request.db.flush()
