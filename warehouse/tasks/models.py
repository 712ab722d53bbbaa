"""`task_runs` and `task_schedules`: what workers ran, and when periodic tasks ran last."""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from warehouse.db import Base, Model, Moment, stored_by_value


class RunState(enum.StrEnum):
    """How far a run is."""

    RUNNING = "running"
    RETRYING = "retrying"
    """It failed for now, and is tried again later."""
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    """Staff do not want it; a worker that receives it leaves it."""


class TaskRun(Model):
    """One run of a task; periodic tasks have rows for the runs that failed only."""

    __tablename__ = "task_runs"
    __table_args__ = (
        Index("ix_task_runs_begun", "begun", "id"),
        Index("ix_task_runs_failed", "begun", postgresql_where=text("state = 'failed'")),
    )

    name: Mapped[str]
    arguments: Mapped[list[Any]] = mapped_column(JSONB)
    state: Mapped[RunState] = mapped_column(stored_by_value(RunState, "runstate"))
    tries: Mapped[int] = mapped_column(server_default=text("1"))
    begun: Mapped[Moment]
    ended: Mapped[datetime | None]
    problem: Mapped[str | None]


class TaskSchedule(Base):
    """The last run of a periodic task, and when the next one is due."""

    __tablename__ = "task_schedules"

    name: Mapped[str] = mapped_column(primary_key=True)
    begun: Mapped[datetime]
    ended: Mapped[datetime]
    due: Mapped[datetime]
    problem: Mapped[str | None]
