"""Long work in steps: a row says how far it is, and every run does the next part of it.

A worker that dies leaves a row that nobody goes on with. One sweep finds those of all kinds
by `touched`, which every step writes. A package registers its own::

    config.add_long_work(BulkAction, running=BulkAction.status == "running", task=run_bulk)
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from celery.schedules import schedule
from pyramid.config import Configurator
from sqlalchemy import ColumnElement, select, update
from sqlalchemy.sql.dml import ReturningUpdate

from warehouse.tasks.registry import Task, task

LEFT_AFTER = timedelta(minutes=2)
"""A step takes less: whoever has not touched its row for so long is dead."""

_AT_ONCE = 500


@dataclass(frozen=True)
class LongWork:
    """One kind: its table with `id` and `touched`, which rows are at work, and the task."""

    model: Any
    running: ColumnElement[bool]
    task: Task


class LongWorks(list[LongWork]):
    """All kinds of long work."""


def add_long_work(
    config: Configurator, model: Any, *, running: ColumnElement[bool], task: Task
) -> None:
    """Have rows of a model that a dead worker left gone on with by a task."""
    config.registry[LongWorks].append(LongWork(model, running, task))


@task(every=schedule(timedelta(minutes=1)))
def resume_work(request: Any) -> None:
    """Go on with all long work that a dead worker left.

    A row whose step holds it is alive after all. One that is enqueued counts as touched,
    or each sweep would add another chain of steps to those that wait in a long queue.
    """
    now = datetime.now(UTC)
    for kind in request.registry[LongWorks]:
        for key in request.db.scalars(_take_left(kind, now)):
            request.enqueue(kind.task, str(key))


def _take_left(kind: LongWork, now: datetime) -> ReturningUpdate[tuple[UUID]]:
    """Return the statement that touches rows which were left, and returns their ids."""
    model = kind.model
    left = (
        select(model.id)
        .where(kind.running, model.touched < now - LEFT_AFTER)
        .order_by(model.touched)
        .limit(_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    taken = update(model).where(model.id.in_(left)).values(touched=now)
    return taken.returning(model.id).execution_options(synchronize_session=False)


def includeme(config: Configurator) -> None:
    """Provide `config.add_long_work`, and sweep what is registered with it."""
    config.registry[LongWorks] = LongWorks()
    config.add_directive("add_long_work", add_long_work)
    config.add_tasks("warehouse.tasks.steps")
