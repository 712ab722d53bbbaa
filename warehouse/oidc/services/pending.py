"""Removing the pending publishers that come to nothing, and warning before."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from warehouse.oidc import queries
from warehouse.oidc.models import PendingOIDCPublisher
from warehouse.oidc.pending_signals import (
    PendingExpired,
    PendingExpiring,
    PendingInvalidated,
)
from warehouse.oidc.signals import pending_removed
from warehouse.packaging.models import Project
from warehouse.security import SYSTEM
from warehouse.signals import Announce, Signal

PENDING_KEPT = timedelta(days=30)
"""How long a pending publisher waits for its first upload."""

_WARNED_BEFORE = timedelta(days=5)


class PendingUpkeepService:
    """Removes pending publishers that nobody uses or can use any more."""

    def __init__(self, db: Session, announce: Announce) -> None:
        self._db, self._announce = db, announce

    def warn(self) -> int:
        """Warn of those that are removed soon, each once; return how many."""
        found = self._older_than(PENDING_KEPT - _WARNED_BEFORE)
        due = [each for each in found if not each.expiration_reminded]
        for pending in due:
            pending.expiration_reminded = True
            self._announce(PendingExpiring(pending, _WARNED_BEFORE.days))
        return len(due)

    def expire(self) -> int:
        """Remove those that were not used in time; return how many."""
        found = self._older_than(PENDING_KEPT)
        for pending in found:
            self._remove(pending, PendingExpired(pending))
        return len(found)

    def invalidate(self, project: Project) -> None:
        """Remove those that would make a project of a name that looks like this one."""
        for pending in queries.pending_named(self._db, project.name):
            self._remove(pending, PendingInvalidated(pending))

    def _older_than(self, age: timedelta) -> Sequence[PendingOIDCPublisher]:
        until = datetime.now(UTC) - age
        return self._db.scalars(
            select(PendingOIDCPublisher)
            .where(PendingOIDCPublisher.created <= until)
            .order_by(PendingOIDCPublisher.created, PendingOIDCPublisher.id)
            .with_for_update(skip_locked=True, of=PendingOIDCPublisher)
        ).all()

    def _remove(self, pending: PendingOIDCPublisher, why: Signal) -> None:
        self._announce(pending_removed(pending, SYSTEM))
        self._announce(why)
        self._db.delete(pending)
        self._db.flush()
