"""Record what staff do, for good."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from warehouse.events.models import StaffAction
from warehouse.security import Actor

State = dict[str, Any]

MOST_NAME = 300
"""Characters of the name of a subject that are kept, which an index has to hold."""


class StaffLog:
    """Records what staff do."""

    def __init__(self, db: Session) -> None:
        self.db = db

    def record(
        self,
        action: str,
        *,
        subject: tuple[str, str, str],
        reason: str,
        before: State,
        after: State,
        batch_id: UUID | None = None,
        actor: Actor,
    ) -> StaffAction:
        """Record one action on a subject, which is its kind, its id and its name."""
        kind, key, name = subject
        row = StaffAction(
            action=action,
            actor_id=None if actor.user is None else actor.user.id,
            actor_name=actor.name or "system",
            subject_kind=kind,
            subject_id=key,
            subject_name=name[:MOST_NAME],
            reason=reason,
            ip_address=actor.address,
            client=(actor.client or "")[:300] or None,
            before=_plain(before),
            after=_plain(after),
            batch_id=batch_id,
        )
        self.db.add(row)
        self.db.flush()
        return row


def _plain(state: State) -> State:
    """Return a state as JSON can hold it."""
    return {key: _value(found) for key, found in state.items()}


def _value(found: Any) -> Any:
    if isinstance(found, datetime):
        return found.isoformat()
    if found is None or isinstance(found, bool | int | float | list | dict):
        return found
    return str(found)
