"""Who is staff, and that there is always somebody who can appoint others."""

from dataclasses import asdict, dataclass

from sqlalchemy.orm import Session

from warehouse.accounts import queries
from warehouse.accounts.errors import LastAdministrator, NotAnAdministrator
from warehouse.accounts.models import User
from warehouse.accounts.signals import StaffFlagsChanged
from warehouse.security import Actor
from warehouse.signals import Announce


@dataclass(frozen=True, kw_only=True)
class StaffFlags:
    """What an account may do beside managing its own projects."""

    is_superuser: bool = False
    is_support: bool = False
    is_moderator: bool = False
    is_psf_staff: bool = False
    is_observer: bool = False

    @classmethod
    def of(cls, user: User) -> "StaffFlags":
        """Return the flags of an account."""
        return cls(**{name: getattr(user, name) for name in cls.__dataclass_fields__})


class StaffingService:
    """Appoints and dismisses staff."""

    def __init__(self, db: Session, announce: Announce) -> None:
        self.db, self.announce = db, announce

    def appoint(self, user: User, flags: StaffFlags, *, actor: Actor) -> None:
        """Set what `user` may do; raises `LastAdministrator` or `NotAnAdministrator`."""
        before = StaffFlags.of(user)
        if flags == before:
            return
        self.lock(actor)
        if before.is_superuser and not flags.is_superuser:
            self._require_another(user)
        for name, value in asdict(flags).items():
            setattr(user, name, value)
        self.db.flush()
        self.announce(StaffFlagsChanged(user, actor, asdict(before), asdict(flags)))

    def require_another(self, user: User, *, actor: Actor) -> None:
        """Raise `LastAdministrator` if nobody else could appoint staff without `user`.

        Raises `NotAnAdministrator` if the actor was dismissed meanwhile.
        """
        if user.is_superuser:
            self.lock(actor)
            self._require_another(user)

    def lock(self, actor: Actor) -> None:
        """Have every change of administrators wait for the end of this transaction.

        Two of them could otherwise dismiss each other at once, and nobody would be left.
        """
        queries.lock_administrators(self.db)
        is_meant = actor.user is not None
        if is_meant and not queries.is_administrator(self.db, actor.user.id):
            raise NotAnAdministrator

    def _require_another(self, user: User) -> None:
        if not queries.other_administrator_exists(self.db, user):
            raise LastAdministrator(user.username)
