"""Documents follow their projects, in the transaction that changes those."""

from typing import Any
from uuid import UUID

from sqlalchemy import inspect

from warehouse.http import Request
from warehouse.packaging.models import Project
from warehouse.purges import purge
from warehouse.search.caching import SEARCH
from warehouse.search.services import DocumentService
from warehouse.signals import Signal, on

_PENDING = "warehouse.search.pending"


@on(Signal, in_bulk=True)
def follow(signal: Any, request: Request) -> None:
    """Note that a project changed, to be written once the transaction has all of it."""
    project = getattr(signal, "project", None)
    if not isinstance(project, Project):
        return
    purge(request.db, SEARCH)
    memory = request.transaction.memory
    if _PENDING not in memory:
        memory[_PENDING] = {}
        request.transaction.before_commit(lambda: _write(request), first=True)
    memory[_PENDING][_id_of(project)] = None


def _id_of(project: Project) -> UUID:
    """Return the id of a row, also of one that was just deleted."""
    identity = inspect(project).identity
    found: UUID = identity[0] if identity else project.id
    return found


def _write(request: Request) -> None:
    changed = request.transaction.memory.pop(_PENDING)
    request.service(DocumentService).index(list(changed))
