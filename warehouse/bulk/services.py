"""Making, starting, doing and stopping bulk actions."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from warehouse.bulk.models import BulkAction, BulkItem, BulkStatus, ItemStatus
from warehouse.listings import Listing, Question, select_rows
from warehouse.security import Actor

MOST_ITEMS = 5000
"""Things that one bulk action can be done to."""


class TooManyItems(Exception):
    """The search finds more than one bulk action may change."""


class BulkService:
    """Everything that changes a bulk action, but for the operation itself."""

    def __init__(self, db: Session) -> None:
        self.db = db

    def prepare(
        self,
        operation: str,
        listing: Listing,
        search: str,
        *,
        keys: Collection[UUID] | None,
        actor: Actor,
    ) -> BulkAction:
        """Make a bulk action of what a search finds, or of those of it with these keys.

        Nothing is done yet. Raises `ListingProblem` and `TooManyItems`.
        """
        found, title = select_rows(listing, Question(search=search)), listing.columns[0].key
        if keys is not None:
            found = found.where(listing.key.in_(keys))
        rows = self.db.execute(found.limit(MOST_ITEMS + 1)).mappings().all()
        if len(rows) > MOST_ITEMS:
            raise TooManyItems(f"A bulk action changes {MOST_ITEMS} things at most.")
        bulk = BulkAction(
            operation=operation,
            search=search,
            actor_id=actor.user.id,
            actor_name=actor.name or "",
            address=actor.address,
            client=actor.client,
        )
        self.db.add(bulk)
        self.db.flush()
        self._add_items(bulk, [(each["key"], each[title]) for each in rows])
        return bulk

    def _add_items(self, bulk: BulkAction, found: Sequence[tuple[UUID, str]]) -> None:
        items = [
            {"bulk_id": bulk.id, "position": position, "key": key, "name": name}
            for position, (key, name) in enumerate(found)
        ]
        if items:
            self.db.execute(insert(BulkItem), items)

    def start(self, bulk: BulkAction, *, left_out: Collection[int], reason: str) -> bool:
        """Start without the items at these positions; returns False if it had begun."""
        self.db.refresh(bulk, with_for_update=True)
        if bulk.status != BulkStatus.PREVIEWED:
            return False
        self.db.execute(
            update(BulkItem)
            .where(BulkItem.bulk_id == bulk.id, BulkItem.position.in_(left_out))
            .values(status=ItemStatus.LEFT_OUT)
        )
        bulk.status, bulk.reason = BulkStatus.RUNNING, reason
        bulk.touched = datetime.now(UTC)
        self.db.flush()
        return True

    def stop(self, bulk: BulkAction) -> bool:
        """Have nothing more done; returns whether it was running."""
        self.db.refresh(bulk, with_for_update=True)
        if bulk.status != BulkStatus.RUNNING:
            return False
        self._end(bulk, BulkStatus.STOPPED)
        return True

    def next_items(self, bulk_id: UUID, *, limit: int) -> tuple[BulkAction, list[BulkItem]]:
        """Lock a running bulk action and return it with its next items.

        Whoever asks at the same time waits, so nothing is done twice. Without items left it
        is finished.
        """
        bulk = self.db.get_one(BulkAction, bulk_id, with_for_update=True)
        if bulk.status != BulkStatus.RUNNING:
            return bulk, []
        bulk.touched = datetime.now(UTC)
        waiting = (
            select(BulkItem)
            .where(BulkItem.bulk_id == bulk_id, BulkItem.status == ItemStatus.WAITING)
            .order_by(BulkItem.position)
            .limit(limit)
        )
        items = list(self.db.scalars(waiting))
        if not items:
            self._end(bulk, BulkStatus.FINISHED)
        return bulk, items

    def note(self, item: BulkItem, problem: str | None) -> None:
        """Note what became of an item: done, or refused because of a problem."""
        item.status = ItemStatus.DONE if problem is None else ItemStatus.REFUSED
        item.problem = problem or ""
        self.db.flush()

    def _end(self, bulk: BulkAction, status: BulkStatus) -> None:
        bulk.status, bulk.finished = status, datetime.now(UTC)
        self.db.flush()
