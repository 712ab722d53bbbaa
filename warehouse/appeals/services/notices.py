"""Telling the owners of projects what staff did."""

from uuid import UUID

from sqlalchemy.orm import Session

from warehouse.appeals.signals import OwnersNotified
from warehouse.events.models import StaffAction
from warehouse.events.staff import Notice
from warehouse.packaging.queries import is_project_private, owner_ids
from warehouse.signals import Announce


class NoticeService:
    """Makes notices of actions, and has them sent."""

    def __init__(self, db: Session, announce: Announce) -> None:
        self.db, self.announce = db, announce

    def of(self, project_id: UUID, text: str, *, can_be_appealed: bool = True) -> Notice:
        """Return a notice to those who own a project now."""
        owners = owner_ids(self.db, project_id)
        is_private = is_project_private(self.db, project_id)
        return Notice(project_id, owners, text.strip(), can_be_appealed, is_private)

    def send(self, *actions: StaffAction) -> None:
        """Have the owners of one project written to, once about all these actions.

        They are where the public would read of it, too, or something was written for them:
        whoever is frozen has no other way to appeal.
        """
        told = tuple(
            each
            for each in actions
            if each.project_id is not None and (each.notice or each.log_entry)
        )
        if told:
            self.announce(OwnersNotified(told))
