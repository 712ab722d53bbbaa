"""What staff change in the accounts of others, when their owners cannot."""

from collections.abc import Collection
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from warehouse.accounts import queries
from warehouse.accounts.addresses import (
    AddressRules,
    DomainStatus,
    check_is_free,
    normalised,
)
from warehouse.accounts.errors import EmailIsPrimary, EmailUnknown
from warehouse.accounts.models import DisableReason, Email, User
from warehouse.accounts.passwords import DISABLED
from warehouse.accounts.services.users import UserService
from warehouse.accounts.signals import (
    EmailAdded,
    EmailRemoved,
    EmailUnverified,
    PasswordResetByStaff,
    PrimaryEmailChanged,
    PrimaryEmailReplaced,
)
from warehouse.security import Actor
from warehouse.signals import Announce


class SupportService:
    """Changes addresses and passwords on the word of staff."""

    def __init__(self, db: Session, announce: Announce, users: UserService) -> None:
        self.db, self.announce, self.users = db, announce, users

    def reset_password(self, user: User, *, actor: Actor) -> None:
        """Make the password worthless, end all sessions, and tell the owner."""
        user.password, user.disabled_for = DISABLED, DisableReason.ADMIN_INITIATED
        self.db.flush()
        self.db.refresh(user)
        self.announce(PasswordResetByStaff(user, actor))

    def add_address(
        self, user: User, text: str, *, is_verified: bool, actor: Actor
    ) -> Email:
        """Add an address; raises `EmailInvalid` or `EmailUnavailable`.

        Its reader is asked to prove it, unless staff have seen proof.
        """
        address = normalised(text)
        check_is_free(self.db, address)
        email = Email(email=address, primary=not user.emails, verified=is_verified)
        user.emails.append(email)
        self.db.flush()
        self.announce(EmailAdded(user, actor, email))
        if is_verified:
            self.users.mark_verified(email, actor=actor)
        return email

    def remove_address(self, user: User, address: str, *, actor: Actor) -> None:
        """Remove an address; raises `EmailUnknown`, or `EmailIsPrimary`."""
        email = self._address(queries.user_locked(self.db, user.id), address)
        if email.primary:
            raise EmailIsPrimary
        user.emails.remove(email)
        self.db.flush()
        self.announce(EmailRemoved(user, actor, email.email))

    def check_domain(self, user: User, address: str, rules: AddressRules) -> DomainStatus:
        """Ask DNS whether mail to an address could arrive, and keep what it says.

        Raises `EmailUnknown`. Whether the address is verified does not change.
        """
        # Before the account is locked: DNS may take its time.
        status = rules.status_of(self._address(user, address).email)
        email = self._address(queries.user_locked(self.db, user.id), address)
        email.domain_last_checked = datetime.now(UTC)
        email.domain_last_status = [status.value]
        self.db.flush()
        return status

    def set_addresses(
        self, user: User, *, primary: str, verified: Collection[str], actor: Actor
    ) -> None:
        """Say which address is the primary one, and which ones are verified.

        Raises `EmailUnknown`.
        """
        user = queries.user_locked(self.db, user.id)
        self.make_primary(user, self._address(user, primary), actor=actor)
        for each in user.emails:
            if each.email in verified and not each.verified:
                self.users.mark_verified(each, actor=actor)
            elif each.verified and each.email not in verified:
                each.verified = each.public = False
                self.db.flush()
                self.announce(EmailUnverified(user, actor, each))

    def make_primary(self, user: User, email: Email, *, actor: Actor) -> None:
        """Write to `email` from now on; the former primary address is told."""
        former = user.primary_email
        if former is email:
            return
        if former is not None:
            former.primary = False
            self.db.flush()
        email.primary = True
        self.db.flush()
        if former is None:
            self.announce(PrimaryEmailReplaced(user, actor, email, None))
        else:
            self.announce(PrimaryEmailChanged(user, actor, email, former))

    def _address(self, user: User, address: str) -> Email:
        for each in user.emails:
            if each.email == address:
                return each
        raise EmailUnknown
