"""Record what workers run, so that staff see it and can end it.

Each run has a row from its beginning. A periodic task has one row in all, with its last
run, and one for each run that failed: it would write more about itself than it does.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import structlog
from celery.schedules import crontab, schedule
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from warehouse.db import DatabaseError, SessionFactory
from warehouse.tasks.models import RunState, TaskRun, TaskSchedule

log = structlog.get_logger(__name__)

_MOST_PROBLEM = 500


@dataclass(frozen=True)
class Run:
    """One run: its id at Celery, its task and arguments, and how often it was tried."""

    id: str
    name: str
    arguments: Sequence[Any]
    tries: int
    every: schedule | crontab | None
    begun: datetime


class RunRecorder:
    """Writes the rows of runs, each in a transaction of its own.

    A run whose record cannot be written is done all the same: the work matters more.
    """

    def __init__(self, sessions: Callable[[], SessionFactory]) -> None:
        self._sessions = sessions

    def begin(self, run: Run) -> bool:
        """Record that a run begins; return False for one that staff have cancelled."""
        if run.every is not None:
            return True
        return self._write(run, lambda db: _begin(db, run)) is not False

    def end(self, run: Run, state: RunState, problem: str | None = None) -> None:
        """Record how a run ended."""
        self._write(run, lambda db: _end(db, run, state, problem))

    def _write(self, run: Run, write: Callable[[Session], bool | None]) -> bool | None:
        try:
            with self._sessions().transaction() as transaction:
                return write(transaction.session)
        except DatabaseError as error:
            log.warning("run_not_recorded", task=run.name, problem=described(error))
            return None


def described(error: BaseException) -> str:
    """Return an error in one line, without the values that a statement had."""
    first = next(iter(str(error).splitlines()), "")
    return f"{type(error).__name__}: {first}"[:_MOST_PROBLEM].replace("\0", "")


def _begin(db: Session, run: Run) -> bool:
    values = {"state": RunState.RUNNING, "tries": run.tries, "begun": run.begun}
    adding = insert(TaskRun).values(
        id=run.id, name=run.name, arguments=list(run.arguments), **values
    )
    written = adding.on_conflict_do_update(
        index_elements=[TaskRun.id],
        set_=values,
        where=TaskRun.state != RunState.CANCELLED,
    )
    return db.scalar(written.returning(TaskRun.id)) is not None


def _end(db: Session, run: Run, state: RunState, problem: str | None) -> None:
    ended = datetime.now(UTC)
    if run.every is not None:
        _note_schedule(db, run, run.every, ended=ended, problem=problem)
    if run.every is None or state is RunState.FAILED:
        values = {"state": state, "ended": ended, "problem": problem}
        adding = insert(TaskRun).values(
            id=run.id,
            name=run.name,
            arguments=list(run.arguments),
            tries=run.tries,
            begun=run.begun,
            **values,
        )
        db.execute(adding.on_conflict_do_update(index_elements=[TaskRun.id], set_=values))


def _note_schedule(
    db: Session,
    run: Run,
    every: schedule | crontab,
    *,
    ended: datetime,
    problem: str | None,
) -> None:
    values = {
        "begun": run.begun,
        "ended": ended,
        "due": ended + every.remaining_estimate(ended),
        "problem": problem,
    }
    adding = insert(TaskSchedule).values(name=run.name, **values)
    db.execute(
        adding.on_conflict_do_update(index_elements=[TaskSchedule.name], set_=values)
    )
