"""Background work as staff see it: waiting, running, ended; again, and not at all."""

import base64
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
import redis
from celery import Celery
from sqlalchemy import delete, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from warehouse.operations.errors import JobUnknown
from warehouse.tasks.models import RunState, TaskRun, TaskSchedule

_SHOWN = 50
_UNACKNOWLEDGED = "unacked"
_KEPT, _KEPT_FAILED = timedelta(days=7), timedelta(days=30)
_SAFE = re.compile(r"[\w.:@/ -]{0,200}")


@dataclass(frozen=True)
class Message:
    """A run that nobody has begun: its id, task, arguments, and when it may begin."""

    id: UUID
    name: str
    arguments: list[Any]
    not_before: str | None


class JobService:
    """Finds runs in the queue and in the database, and changes what becomes of them."""

    def __init__(self, db: Session, client: redis.Redis, celery: Celery) -> None:
        self.db, self._client, self._celery = db, client, celery

    @property
    def queue(self) -> str:
        """Return the name of the queue."""
        return str(self._celery.conf.task_default_queue)

    def length(self) -> int:
        """Return how many runs wait in the queue; raises `redis.RedisError`."""
        return int(self._client.llen(self.queue))

    def waiting(self) -> list[Message]:
        """Return the runs that are taken next; raises `redis.RedisError`."""
        found: Any = self._client.lrange(self.queue, -_SHOWN, -1)
        return [_message(orjson.loads(each)) for each in reversed(found)]

    def taken(self) -> list[Message]:
        """Return the runs that workers have, begun or not; raises `redis.RedisError`."""
        found: Any = self._client.hscan_iter(_UNACKNOWLEDGED, count=_SHOWN)
        some = (value for (_, value), _ in zip(found, range(_SHOWN), strict=False))
        return [_message(orjson.loads(each)[0]) for each in some]

    def schedules(self) -> Iterator[tuple[str, Any, TaskSchedule | None]]:
        """Yield each periodic task with its rhythm and its last run."""
        last = {each.name: each for each in self.db.scalars(select(TaskSchedule))}
        for name, entry in sorted(self._celery.conf.beat_schedule.items()):
            yield name, entry["schedule"], last.get(name)

    def begin_again(self, run: TaskRun) -> None:
        """Send a run to the queue once more; raises `JobUnknown`."""
        if run.name not in self._celery.tasks:
            raise JobUnknown(run.name)
        self._celery.send_task(run.name, args=run.arguments)

    def begin(self, name: str) -> None:
        """Run a periodic task now; raises `JobUnknown`."""
        if name not in self._celery.conf.beat_schedule:
            raise JobUnknown(name)
        self._celery.send_task(name)

    def cancel(self, run_id: UUID) -> bool:
        """Have workers leave a run that waits or is put off; return whether it is there."""
        message = self.message(run_id)
        if message is None:
            return False
        adding = insert(TaskRun).values(
            id=run_id,
            name=message.name,
            arguments=message.arguments,
            state=RunState.CANCELLED,
        )
        written = adding.on_conflict_do_update(
            index_elements=[TaskRun.id],
            set_={"state": RunState.CANCELLED},
            where=TaskRun.state == RunState.RETRYING,
        )
        return self.db.scalar(written.returning(TaskRun.id)) is not None

    def message(self, run_id: UUID) -> Message | None:
        """Return a run that is in the queue or with a worker; raises `redis.RedisError`."""
        for each in (*self.waiting(), *self.taken()):
            if each.id == run_id:
                return each
        return None

    def forget(self, now: datetime) -> int:
        """Delete the records of runs that ended long ago; return how many."""
        old = or_(
            TaskRun.begun < now - _KEPT_FAILED,
            (TaskRun.begun < now - _KEPT) & (TaskRun.state == RunState.DONE),
        )
        gone = self.db.scalars(delete(TaskRun).where(old).returning(TaskRun.id))
        return len(gone.all())


def shown(arguments: Sequence[Any]) -> str:
    """Return arguments as staff may see them: ids and names, and nothing that has parts."""
    return ", ".join(_shown(each) for each in arguments)


def _shown(value: Any) -> str:
    if value is None or isinstance(value, bool | int | float):
        return str(value)
    if isinstance(value, str) and _SAFE.fullmatch(value):
        return value
    return "…"


def _message(raw: dict[str, Any]) -> Message:
    headers = raw["headers"]
    arguments, *_ = orjson.loads(_body(raw))
    return Message(UUID(headers["id"]), headers["task"], arguments, headers.get("eta"))


def _body(raw: dict[str, Any]) -> bytes:
    return base64.b64decode(raw["body"])
