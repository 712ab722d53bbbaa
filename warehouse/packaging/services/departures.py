"""What becomes of the traces of an account that is deleted."""

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from warehouse.accounts.models import User
from warehouse.packaging.models import JournalEntry, Project, Role

SUCCESSOR = "deleted-user"
"""The account that the journal names in place of deleted ones."""


class DepartureService:
    """Takes an account out of projects, and its name out of the journal."""

    def __init__(self, db: Session) -> None:
        self.db = db

    def lock_owned(self, user: User) -> None:
        """Lock the projects of `user`, so that not all of their owners leave at once."""
        owned = select(Role.project_id).where(Role.user_id == user.id)
        self.db.execute(
            select(Project.id)
            .where(Project.id.in_(owned))
            .order_by(Project.id)
            .with_for_update()
        )

    def leave(self, user: User) -> None:
        """End all roles of `user`, and name nobody in their journal entries."""
        roles: Sequence[Role] = self.db.scalars(
            select(Role).where(Role.user_id == user.id)
        ).all()
        for role in roles:
            self.db.delete(role)
        self.db.flush()
        self.db.execute(
            update(JournalEntry)
            .where(JournalEntry.submitted_by == user.username)
            .values(submitted_by=SUCCESSOR),
            execution_options={"synchronize_session": False},
        )
