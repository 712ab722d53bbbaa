"""Signing in: one credential after another, and no more tries than is reasonable."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from warehouse.accounts import queries
from warehouse.accounts.errors import (
    AccountDisabled,
    AddressBanned,
    PasswordCompromised,
    PasswordUnchecked,
    PasswordWrong,
    TooManyAttempts,
    UserUnknown,
)
from warehouse.accounts.models import DisableReason, User
from warehouse.accounts.password_rules import PasswordRules
from warehouse.accounts.passwords import PasswordHasher
from warehouse.accounts.signals import LoginRefused, LoginSucceeded, PasswordDisabled
from warehouse.events.bans import is_banned
from warehouse.rate_limiting import Charge, LimitReached, RateLimiter
from warehouse.security import Actor
from warehouse.security.addresses import network_of
from warehouse.settings import AccountSettings
from warehouse.signals import Announce, Signal

Refusal = Callable[[User, Actor], Signal]


def _invalid_password(user: User, actor: Actor) -> Signal:
    return LoginRefused(user, actor, "invalid_password")


class LoginService:
    """Decides whether a username and a password open an account."""

    def __init__(
        self,
        db: Session,
        announce: Announce,
        *,
        passwords: PasswordHasher,
        rules: PasswordRules,
        elsewhere: Callable[[User, str], bool | None],
        limiter: RateLimiter,
        settings: AccountSettings,
    ) -> None:
        self.db, self.announce = db, announce
        self.passwords, self.rules, self.elsewhere = passwords, rules, elsewhere
        self.limiter, self.settings = limiter, settings

    @contextmanager
    def counting(self, actor: Actor, *, subject: str | None = None) -> Iterator[None]:
        """Count a sign-in that others decide on, and give it back unless it fails.

        It counts for `subject`, too, as for an account. Raises `AddressBanned` or
        `TooManyAttempts`.
        """
        charges = self._counted(actor)
        if subject is not None:
            own = self._charges(("login-user", subject))
            self._take(own, give_back=charges)
            charges += own
        try:
            yield
        except PasswordUnchecked:
            self.limiter.give_back(*charges)
            raise
        self.limiter.give_back(*charges)

    def refuse(self, user_id: UUID, *, actor: Actor) -> None:
        """Announce that something else found the password of an account wrong."""
        user = queries.user_by_id(self.db, user_id)
        if user is not None:
            self.announce(_invalid_password(user, actor))

    def check_password(
        self,
        username: str,
        password: str,
        *,
        actor: Actor,
        refusal: Refusal = _invalid_password,
    ) -> User:
        """Return the user with this password; raises `LoginFailed` with the reason.

        `refusal` makes the signal of a wrong password.
        """
        charges = self._counted(actor)
        user = queries.user_named(self.db, username)
        if user is None:
            self.passwords.waste_time()
            raise UserUnknown(username)
        own = self._charges(("login-user", str(user.id)))
        self._take(own, give_back=charges)
        try:
            known = self.elsewhere(user, password)
        except PasswordUnchecked:
            self.limiter.give_back(*charges, *own)
            raise
        if known is None:
            matches, replacement = self.passwords.verify(password, user.password)
        else:
            matches, replacement = known, None
        if not matches:
            self.announce(refusal(user, actor))
            raise PasswordWrong
        self.limiter.give_back(*charges, *own)
        self._check_that_password_opens(user, password, actor, is_ours=known is None)
        if replacement is not None:
            user.password = replacement
            self.db.flush()
            self.db.refresh(user)
        return user

    def _check_that_password_opens(
        self, user: User, password: str, actor: Actor, *, is_ours: bool
    ) -> None:
        """Raise `AccountDisabled` or `PasswordCompromised` if it does not."""
        reason = DisableReason.PASSWORD_COMPROMISED
        if user.is_frozen or user.disabled_for not in {None, reason}:
            raise AccountDisabled
        is_usual = is_ours and user.disabled_for is None
        if is_usual and self.rules.is_breached(password):
            user.disabled_for = reason
            self.db.flush()
            self.announce(PasswordDisabled(user, actor, reason))
        if user.disabled_for is not None:
            raise PasswordCompromised

    def complete(
        self,
        user: User,
        *,
        actor: Actor,
        method: str | None = None,
        label: str | None = None,
    ) -> None:
        """Store that `user` signed in, and with which second factor."""
        user.last_login = datetime.now(UTC)
        self.announce(LoginSucceeded(user, actor, method, label))

    def _counted(self, actor: Actor) -> list[Charge]:
        """Take what a try costs its client, and return it."""
        if is_banned(self.db, actor.address):
            raise AddressBanned
        charges = self._charges(
            ("login-address", network_of(actor.address)), ("login-all",)
        )
        self._take(charges)
        return charges

    def _charges(self, *keys: tuple[str, ...]) -> list[Charge]:
        limits = {
            "login-user": self.settings.logins_per_user,
            "login-address": self.settings.logins_per_address,
            "login-all": self.settings.logins_in_all,
        }
        return [Charge(limits[key[0]], key) for key in keys]

    def _take(self, charges: list[Charge], *, give_back: Sequence[Charge] = ()) -> None:
        """Count `charges` against the limits before looking at the password."""
        try:
            self.limiter.take(*charges)
        except LimitReached as error:
            self.limiter.give_back(*give_back)
            raise TooManyAttempts(error.seconds) from error
