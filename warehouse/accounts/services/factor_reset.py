"""Taking all second factors from an account whose owner has lost them."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from warehouse.accounts.models import User
from warehouse.accounts.services import security_keys, totp
from warehouse.accounts.signals import FactorRemoved
from warehouse.security import Actor
from warehouse.signals import Announce


class FactorResetService:
    """Removes every second factor at once, on the word of an operator."""

    def __init__(self, db: Session, announce: Announce) -> None:
        self.db, self.announce = db, announce

    def reset(self, user: User, *, actor: Actor) -> int:
        """Remove all factors and recovery codes, end all sessions; return how many."""
        labels = [key.label for key in user.security_keys]
        has_totp = user.totp_secret is not None
        user.totp_secret = user.last_totp_value = None
        user.security_keys.clear()
        user.recovery_codes.clear()
        user.sessions_from = datetime.now(UTC)
        self.db.flush()
        if has_totp:
            self.announce(FactorRemoved(user, actor, totp.METHOD))
        for label in labels:
            self.announce(FactorRemoved(user, actor, security_keys.METHOD, label))
        return len(labels) + has_totp
