"""Making accounts and changing them."""

from sqlalchemy.orm import Session

from warehouse.accounts import queries
from warehouse.accounts.addresses import check_is_free, normalised
from warehouse.accounts.errors import (
    UsernameInvalid,
    UsernameUnavailable,
)
from warehouse.accounts.models import DisableReason, Email, User
from warehouse.accounts.names import is_valid_name
from warehouse.accounts.passwords import DISABLED, PasswordHasher
from warehouse.accounts.signals import (
    AccountCreated,
    EmailVerified,
    PasswordChanged,
    PasswordDisabled,
    PasswordEnabled,
)
from warehouse.security import Actor
from warehouse.signals import Announce


class UserService:
    """Creates and changes accounts."""

    def __init__(self, db: Session, announce: Announce, passwords: PasswordHasher) -> None:
        self.db, self.announce, self.passwords = db, announce, passwords

    def create(
        self,
        username: str,
        *,
        email: str,
        password: str | None,
        is_verified: bool = False,
        is_superuser: bool = False,
        name: str = "",
        actor: Actor,
    ) -> User:
        """Create an account; raises an `AccountError` that says what is wrong."""
        self.check_name(username)
        address = normalised(email)
        check_is_free(self.db, address)
        user = User(
            username=username,
            name=name,
            password=self.passwords.hash(password) if password else DISABLED,
            is_active=is_verified,
            is_superuser=is_superuser,
        )
        user.emails.append(Email(email=address, primary=True, verified=is_verified))
        self.db.add(user)
        self.db.flush()
        self.announce(AccountCreated(user, actor, address))
        return user

    def check_name(self, username: str) -> None:
        """Raise `UsernameInvalid` or `UsernameUnavailable` if nobody may have the name."""
        if not is_valid_name(username):
            raise UsernameInvalid(username)
        if queries.user_named(self.db, username) or queries.name_is_prohibited(
            self.db, username
        ):
            raise UsernameUnavailable(username)

    def set_password(
        self,
        user: User,
        password: str,
        *,
        actor: Actor,
        signal: type[PasswordChanged] = PasswordChanged,
    ) -> None:
        """Set another password, which ends all sessions of the account."""
        user.password = self.passwords.hash(password)
        user.disabled_for = None
        self.db.flush()
        self.db.refresh(user)
        self.announce(signal(user, actor))

    def verify(self, user: User, *, actor: Actor) -> None:
        """Mark the primary address as verified, on the word of the actor."""
        email = user.primary_email
        if email is None or email.verified:
            return
        self.mark_verified(email, actor=actor)

    def mark_verified(self, email: Email, *, actor: Actor) -> None:
        """Take an address as verified, which makes its account active."""
        email.verified, email.unverify_reason, email.transient_bounces = True, None, 0
        email.user.is_active = True
        self.db.flush()
        self.announce(EmailVerified(email.user, actor, email.email, email.primary))

    def rename(self, user: User, name: str) -> None:
        """Change the name that is shown beside the username."""
        user.name = name
        self.db.flush()

    def edit(
        self, user: User, *, name: str, prohibit_password_reset: bool, hide_avatar: bool
    ) -> None:
        """Change what staff may change that is no right."""
        user.name, user.hide_avatar = name, hide_avatar
        user.prohibit_password_reset = prohibit_password_reset
        self.db.flush()

    def freeze(self, user: User, *, actor: Actor) -> None:
        """Close an account, which ends its sessions."""
        if user.is_frozen:
            return
        user.is_frozen = True
        self.db.flush()
        self.announce(PasswordDisabled(user, actor, DisableReason.ACCOUNT_FROZEN))

    def thaw(self, user: User, *, actor: Actor) -> None:
        """Open an account again that was closed."""
        was_closed = DisableReason.ACCOUNT_FROZEN
        if not user.is_frozen and user.disabled_for != was_closed:
            return
        user.is_frozen = False
        if user.disabled_for == was_closed:
            user.disabled_for = None
        self.db.flush()
        self.announce(PasswordEnabled(user, actor))

    def promote(self, user: User) -> None:
        """Make a user an administrator."""
        user.is_superuser = True
