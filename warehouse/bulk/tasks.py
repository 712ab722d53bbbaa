"""Doing bulk actions step by step."""

from uuid import UUID

from sqlalchemy.exc import DBAPIError

from warehouse.accounts.models import User
from warehouse.accounts.policy import principals_of
from warehouse.appeals.services import NoticeService
from warehouse.bulk.models import BulkAction, BulkItem
from warehouse.bulk.operations import Operation, OperationRefused, Operations
from warehouse.bulk.services import BulkService
from warehouse.events.staff import LogEntry, Notice, StaffLog, Told
from warehouse.http import Request
from warehouse.security import Actor, Root
from warehouse.security.resources import holds
from warehouse.tasks import task

STEP = 10
"""Items that are done in one transaction."""


@task()
def run_bulk(request: Request, key: str) -> None:
    """Do the next items of a bulk action, and have the rest done after them."""
    service = request.service(BulkService)
    bulk, items = service.next_items(UUID(key), limit=STEP)
    if not items:
        return
    operation = request.registry[Operations][bulk.operation]
    actor = _actor_of(request, bulk)
    if not _may(request, actor, operation):
        service.stop(bulk)
        return
    for item in items:
        service.note(item, _do(request, operation, bulk, item, actor=actor))
    request.enqueue(run_bulk, key)


def _do(
    request: Request,
    operation: Operation,
    bulk: BulkAction,
    item: BulkItem,
    *,
    actor: Actor,
) -> str | None:
    """Do the operation to one item and record it; returns why it was refused, if it was."""
    try:
        with request.db.begin_nested():
            notice = _notice(request, operation, item)
            done = operation.perform(request, item.key, bulk.reason, actor)
            row = request.service(StaffLog).record(
                operation.name,
                subject=(done.kind, str(item.key), item.name),
                reason=bulk.reason,
                before=done.before,
                after=done.after,
                batch_id=bulk.id,
                told=Told(notice, log_entry=operation.log_entry),
                actor=actor,
            )
            request.service(NoticeService).send(row)
    except OperationRefused as refused:
        return str(refused)
    except DBAPIError as error:
        if error.connection_invalidated:
            raise
        request.log.exception("bulk_item_failed", name=item.name)
        return f"The database refused: {error.orig}"[:500]
    return None


def _notice(request: Request, operation: Operation, item: BulkItem) -> Notice | None:
    """Return what owners see of it, where it is done to a project."""
    if operation.listing != "projects":
        return None
    is_undone = operation.log_entry == LogEntry.CLEARED
    return request.service(NoticeService).of(item.key, "", can_be_appealed=not is_undone)


def _actor_of(request: Request, bulk: BulkAction) -> Actor:
    user = None if bulk.actor_id is None else request.db.get(User, bulk.actor_id)
    return Actor(user=user, address=bulk.address, client=bulk.client, credential="session")


def _may(request: Request, actor: Actor, operation: Operation) -> bool:
    """Return whether whoever started it still has the right to."""
    if actor.user is None or actor.user.is_frozen:
        return False
    return holds(Root(request), principals_of(actor.user), operation.permission)
