"""Deleting accounts."""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from warehouse.accounts import queries
from warehouse.accounts.models import ProhibitedUserName, User
from warehouse.accounts.signals import AccountDeleting
from warehouse.email.models import EmailMessage
from warehouse.security import Actor
from warehouse.signals import Announce


class DeletionService:
    """Deletes accounts with all that belongs to them."""

    def __init__(self, db: Session, announce: Announce) -> None:
        self.db, self.announce = db, announce

    def delete(self, user: User, *, actor: Actor) -> None:
        """Delete an account; nobody can register its name again.

        What depends on the account may keep it from being deleted by raising an
        `AccountNeeded`. Messages to it are deleted but for the one that tells of it.
        """
        with self.db.begin_nested():
            self.db.execute(delete(EmailMessage).where(EmailMessage.user_id == user.id))
            self.announce(AccountDeleting(user, actor))
            self._keep_name(user.username.lower())
            self.db.delete(user)
            self.db.flush()

    def _keep_name(self, name: str) -> None:
        if not queries.name_is_prohibited(self.db, name):
            self.db.add(ProhibitedUserName(name=name, comment="The account was deleted."))
