"""Deleting accounts."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from warehouse.accounts import queries
from warehouse.accounts.models import ProhibitedUserName, User
from warehouse.accounts.services.staffing import StaffingService
from warehouse.accounts.signals import AccountDeleting, AccountNuking
from warehouse.email.models import EmailMessage
from warehouse.security import Actor
from warehouse.signals import Announce


class DeletionService:
    """Deletes accounts with all that belongs to them."""

    def __init__(self, db: Session, announce: Announce, staffing: StaffingService) -> None:
        self.db, self.announce, self.staffing = db, announce, staffing

    def delete(self, user: User, *, actor: Actor) -> None:
        """Delete an account; nobody can register its name again.

        What depends on the account may keep it from being deleted by raising an
        `AccountNeeded`. Messages to it are deleted but for the one that tells of it.
        The last administrator stays (`LastAdministrator`), unless the system deletes it.
        """
        self._require_another(user, actor)
        with self.db.begin_nested():
            self._forget_mail(user)
            self.announce(AccountDeleting(user, actor))
            self._delete(user, "The account was deleted.", actor=actor)

    def nuke(self, user: User, *, projects: Iterable[UUID] = (), actor: Actor) -> None:
        """Delete an account with all projects that it owns alone, and some it shares.

        Nobody can register its name again, and nobody is told. Raises as `StaffingService`.
        """
        self._require_another(user, actor)
        self._forget_mail(user)
        self.announce(AccountNuking(user, actor, frozenset(projects)))
        self._delete(user, "nuked", actor=actor)

    def _require_another(self, user: User, actor: Actor) -> None:
        if actor.user is not None:
            self.staffing.require_another(user, actor=actor)

    def _forget_mail(self, user: User) -> None:
        self.db.execute(delete(EmailMessage).where(EmailMessage.user_id == user.id))

    def _delete(self, user: User, comment: str, *, actor: Actor) -> None:
        name = user.username.lower()
        is_own = actor.user is None or actor.user.id == user.id
        if not queries.name_is_prohibited(self.db, name):
            by = None if is_own else actor.user.id
            self.db.add(ProhibitedUserName(name=name, comment=comment, prohibited_by_id=by))
        self.db.delete(user)
        self.db.flush()
