"""Telling the owners of projects what staff did."""

from uuid import UUID

from sqlalchemy.orm import Session

from warehouse.appeals.signals import OwnersNotified
from warehouse.events.models import StaffAction
from warehouse.events.staff import Notice
from warehouse.packaging.queries import owner_ids
from warehouse.signals import Announce


class NoticeService:
    """Makes notices of actions, and has them sent."""

    def __init__(self, db: Session, announce: Announce) -> None:
        self.db, self.announce = db, announce

    def of(self, project_id: UUID, text: str, *, can_be_appealed: bool = True) -> Notice:
        """Return a notice to those who own a project now."""
        owners = owner_ids(self.db, project_id)
        return Notice(project_id, owners, text.strip(), can_be_appealed)

    def send(self, action: StaffAction) -> None:
        """Have the owners written to, if something was written for them."""
        if action.notice:
            self.announce(OwnersNotified(action))
