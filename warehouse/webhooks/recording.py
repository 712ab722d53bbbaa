"""Writing deliveries in the transaction that they are about."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from warehouse.db import Transaction
from warehouse.db.locks import Lock, take_lock
from warehouse.organizations.signals import OrganizationSignal
from warehouse.packaging.signals import ProjectSignal, ReleaseSignal
from warehouse.webhooks import queries
from warehouse.webhooks.events import body_of, data_of
from warehouse.webhooks.models import Webhook, WebhookDelivery
from warehouse.webhooks.queries import Owner

_KNOWN = "warehouse.webhooks.known"
_PENDING = "warehouse.webhooks.pending"


@dataclass(frozen=True)
class Occurrence:
    """An event as it was when it happened.

    `journal` has the project, the version and the words of its row in the journal.
    """

    event: str
    journal: tuple[str, str | None, str] | None
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

    def note(
        self, event: str, signal: ProjectSignal | ReleaseSignal | OrganizationSignal
    ) -> None:
        """Keep what is to be said of a signal, while what it is about is still there."""
        owner, journal = _about(signal)
        wanted = tuple(each.id for each in self._known(owner) if event in each.events)
        if not wanted:
            return
        memory = self._transaction.memory
        if _PENDING not in memory:
            memory[_PENDING] = []
            self._transaction.before_commit(self._defer)
        memory[_PENDING].append(Occurrence(event, journal, data_of(signal), wanted))

    def _known(self, owner: Owner) -> Sequence[Webhook]:
        """Return the webhooks that are on, which are asked for once in a transaction."""
        known = self._transaction.memory.setdefault(_KNOWN, {})
        if owner.id not in known:
            known[owner.id] = queries.called_webhooks(self._db, owner)
        found: Sequence[Webhook] = known[owner.id]
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
        if one.journal is None:
            return None
        return queries.newest_serial(self._db, *one.journal)


def _about(
    signal: ProjectSignal | ReleaseSignal | OrganizationSignal,
) -> tuple[Owner, tuple[str, str | None, str] | None]:
    """Return whose webhooks are told of a signal, and its row in the journal."""
    if isinstance(signal, OrganizationSignal):
        return signal.organization, None
    action = signal.journal_action
    journal = None if action is None else (signal.project.name, signal.version, action)
    return signal.project, journal


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
