"""What becomes of an address that mail comes back from."""

from sqlalchemy.orm import Session

from warehouse.accounts import queries
from warehouse.accounts.models import Email, UnverifyReason
from warehouse.accounts.signals import EmailUnverified
from warehouse.email.models import EmailMessage, MailStatus
from warehouse.security import Actor
from warehouse.signals import Announce

_SOFT_BOUNCES = 5
"""How many messages in a row may come back that need not have."""

_REASONS = {
    MailStatus.BOUNCED: UnverifyReason.HARD_BOUNCE,
    MailStatus.COMPLAINED: UnverifyReason.SPAM_COMPLAINT,
}


class BounceService:
    """Takes addresses as not verified any more that mail does not reach."""

    def __init__(self, db: Session, announce: Announce) -> None:
        self.db, self.announce = db, announce

    def note(self, message: EmailMessage, *, actor: Actor) -> None:
        """Draw the conclusion for the address that `message`, as was reported, went to."""
        if message.user_id is None:
            return
        email = queries.email_of(self.db, message.user_id, message.recipient)
        if email is None:
            return
        if message.status == MailStatus.SOFT_BOUNCED:
            email.transient_bounces += 1
            if email.transient_bounces > _SOFT_BOUNCES:
                self._unverify(email, UnverifyReason.SOFT_BOUNCE, actor)
        elif message.status in _REASONS:
            self._unverify(email, _REASONS[message.status], actor)
        self.db.flush()

    def _unverify(self, email: Email, reason: UnverifyReason, actor: Actor) -> None:
        if not email.verified:
            return
        email.verified, email.unverify_reason = False, reason
        self.db.flush()
        self.announce(EmailUnverified(email.user, actor, email))
