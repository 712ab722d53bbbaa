"""Record what staff do, for good."""

import enum
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from warehouse.events.models import SYSTEM, StaffAction
from warehouse.security import Actor

State = dict[str, Any]

MOST_NAME = 300
"""Characters of the name of a subject that are kept, which an index has to hold."""


class Cause(enum.StrEnum):
    """The kinds of reasons that the public and owners are told."""

    MALWARE = "malware"
    SPAM = "spam"
    NAME = "name"
    LAW = "law"
    TERMS = "terms"


class LogEntry(enum.StrEnum):
    """What the public log of moderation has."""

    QUARANTINED = "quarantined"
    CLEARED = "cleared"
    REMOVED = "removed"
    RESTORED = "restored"
    PROHIBITED = "prohibited"
    ALLOWED = "allowed"


@dataclass(frozen=True)
class Notice:
    """Who is told of an action on a project, and what.

    `owner_ids` are those who own it when it is done, so that they may read it, and appeal,
    when it is gone.
    """

    project_id: UUID
    owner_ids: Collection[UUID]
    text: str = ""
    can_be_appealed: bool = True
    is_private: bool = False
    """Whether nobody else may know of the project."""


@dataclass(frozen=True)
class Told:
    """What others than staff see of an action: its owners, and everybody."""

    notice: Notice | None = None
    cause: str = ""
    log_entry: LogEntry | None = None


UNTOLD = Told()


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
        told: Told = UNTOLD,
        actor: Actor,
    ) -> StaffAction:
        """Record one action on a subject, which is its kind, its id and its name.

        Owners see it if it has a notice, everybody if it has an entry of the public log.
        """
        kind, key, name = subject
        row = StaffAction(
            action=action,
            actor_id=None if actor.user is None else actor.user.id,
            actor_name=actor.name or SYSTEM,
            subject_kind=kind,
            subject_id=key,
            subject_name=name[:MOST_NAME],
            reason=reason,
            ip_address=actor.address,
            client=(actor.client or "")[:300] or None,
            before=_plain(before),
            after=_plain(after),
            batch_id=batch_id,
            cause=told.cause,
            log_entry=None if told.log_entry is None else told.log_entry.value,
            **_told(told.notice),
        )
        self.db.add(row)
        self.db.flush()
        return row


def _told(notice: Notice | None) -> dict[str, Any]:
    """Return the columns of a notice."""
    if notice is None:
        return {}
    return {
        "project_id": notice.project_id,
        "owner_ids": list(notice.owner_ids),
        "notice": notice.text,
        "can_be_appealed": notice.can_be_appealed,
        "is_private": notice.is_private,
    }


def _plain(state: State) -> State:
    """Return a state as JSON can hold it."""
    return {key: _value(found) for key, found in state.items()}


def _value(found: Any) -> Any:
    if isinstance(found, datetime):
        return found.isoformat()
    if found is None or isinstance(found, bool | int | float | list | dict):
        return found
    return str(found)
