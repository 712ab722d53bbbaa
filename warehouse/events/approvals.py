"""Keep actions that wait for another member of staff, and what was decided."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from warehouse.events.models import ApprovalStatus, StaffApproval
from warehouse.security import Actor


class ApprovalRefused(Exception):
    """The action cannot be decided on; the text says why."""


class ApprovalService:
    """Everything that changes actions that wait for another member of staff."""

    def __init__(self, db: Session) -> None:
        self.db = db

    def ask(
        self,
        action: str,
        *,
        place: Mapping[str, str],
        form: Mapping[str, Any],
        subject_name: str,
        actor: Actor,
    ) -> StaffApproval:
        """Have an action wait for another member of staff."""
        row = StaffApproval(
            action=action,
            place=dict(place),
            form=dict(form),
            subject_name=subject_name,
            reason=form.get("reason", ""),
            asked_by_id=actor.user.id,
            asked_by=actor.user.username,
        )
        self.db.add(row)
        self.db.flush()
        return row

    def decide(self, key: UUID, status: ApprovalStatus, *, actor: Actor) -> StaffApproval:
        """Note a decision, for which nobody else can decide; raises `ApprovalRefused`.

        Whoever asked may decline, which takes it back, but not approve.
        """
        row = self.db.get(StaffApproval, key, with_for_update=True, populate_existing=True)
        if row is None:
            raise ApprovalRefused("There is no such action.")
        if row.status != ApprovalStatus.WAITING:
            raise ApprovalRefused(f"It was {row.status} already, by {row.decided_by}.")
        is_own = row.asked_by_id == actor.user.id
        if is_own and status == ApprovalStatus.APPROVED:
            raise ApprovalRefused("Another administrator has to approve it.")
        row.status, row.decided_by = status, actor.user.username
        row.decided = datetime.now(UTC)
        self.db.flush()
        return row


def approval_with_id(db: Session, key: UUID) -> StaffApproval | None:
    """Return an action that waits or waited, or None."""
    return db.get(StaffApproval, key)
