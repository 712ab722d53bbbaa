"""Writing deliveries in the transaction that they are about."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from warehouse.db import Transaction
from warehouse.db.locks import Lock, take_lock
from warehouse.packaging.signals import ProjectSignal, ReleaseSignal
from warehouse.webhooks import queries
from warehouse.webhooks.events import body_of, data_of
from warehouse.webhooks.models import Webhook, WebhookDelivery

_KNOWN = "warehouse.webhooks.known"
_PENDING = "warehouse.webhooks.pending"


@dataclass(frozen=True)
class Occurrence:
    """An event as it was when it happened; `action` are the words of its journal row."""

    event: str
    project: str
    version: str | None
    action: str | None
    data: dict[str, Any]
    webhooks: tuple[UUID, ...]


class WebhookRecorder:
    """Collects what webhooks are to be told, and writes it when all else is written.

    Positions are given under the lock of the journal, so that they become visible in the
    order of the serials. `wake` has a webhook called after the commit.
    """

    def __init__(
        self, db: Session, transaction: Transaction, wake: Callable[[UUID], None]
    ) -> None:
        self._db, self._transaction, self._wake = db, transaction, wake

    def note(self, event: str, signal: ProjectSignal | ReleaseSignal) -> None:
        """Keep what is to be said of a signal, while what it is about is still there."""
        wanted = [each for each in self._known(signal.project.id) if event in each.events]
        if not wanted:
            return
        memory = self._transaction.memory
        if _PENDING not in memory:
            memory[_PENDING] = []
            self._transaction.before_commit(self._defer)
        memory[_PENDING].append(
            Occurrence(
                event,
                signal.project.name,
                signal.version,
                signal.journal_action,
                data_of(signal),
                tuple(each.id for each in wanted),
            )
        )

    def _known(self, project_id: UUID) -> Sequence[Webhook]:
        """Return the webhooks of a project, which are asked for once in a transaction."""
        known = self._transaction.memory.setdefault(_KNOWN, {})
        if project_id not in known:
            known[project_id] = queries.called_webhooks(self._db, project_id)
        found: Sequence[Webhook] = known[project_id]
        return found

    def _defer(self) -> None:
        """Wait for the hooks that are there already: one of them writes the journal."""
        self._transaction.before_commit(self._write)

    def _write(self) -> None:
        pending: list[Occurrence] = self._transaction.memory.pop(_PENDING)
        take_lock(self._db, Lock.JOURNAL)
        there = queries.kept_webhooks(
            self._db, {each for one in pending for each in one.webhooks}
        )
        for one in pending:
            serial = self._serial(one)
            self._db.add_all(
                new_delivery(key, one.event, serial, one.data)
                for key in one.webhooks
                if key in there
            )
        self._db.flush()
        for key in there:
            self._wake(key)

    def _serial(self, one: Occurrence) -> int | None:
        if one.action is None:
            return None
        return queries.newest_serial(self._db, one.project, one.version, one.action)


def new_delivery(
    webhook_id: UUID, event: str, serial: int | None, data: dict[str, Any]
) -> WebhookDelivery:
    """Return a delivery that waits, with an id of its own."""
    return WebhookDelivery(
        webhook_id=webhook_id,
        message_id=f"msg_{uuid4().hex}",
        event=event,
        body=body_of(event, serial, data),
    )
