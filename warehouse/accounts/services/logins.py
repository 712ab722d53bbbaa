"""Signing in: one credential after another, and no more tries than is reasonable."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from warehouse.accounts import queries
from warehouse.accounts.errors import (
    AccountDisabled,
    PasswordWrong,
    TooManyAttempts,
    UserUnknown,
)
from warehouse.accounts.models import User
from warehouse.accounts.passwords import PasswordHasher
from warehouse.accounts.signals import LoginRefused, LoginSucceeded
from warehouse.rate_limiting import RateLimiter
from warehouse.security import Actor
from warehouse.settings import AccountSettings
from warehouse.signals import Announce


class LoginService:
    """Decides whether a username and a password open an account."""

    def __init__(
        self,
        db: Session,
        announce: Announce,
        *,
        passwords: PasswordHasher,
        limiter: RateLimiter,
        settings: AccountSettings,
    ) -> None:
        self.db, self.announce = db, announce
        self.passwords, self.limiter, self.settings = passwords, limiter, settings

    def check_password(self, username: str, password: str, *, actor: Actor) -> User:
        """The user whose password it is; raises a `LoginFailed` that says why not."""
        self._check_limits(("login-address", actor.address or ""), ("login-all", "all"))
        user = queries.user_named(self.db, username)
        if user is None:
            self.passwords.waste_time()
            self._count_failure(actor, None)
            raise UserUnknown(username)
        self._check_limits(("login-user", str(user.id)))
        matches, replacement = self.passwords.verify(password, user.password)
        if not matches:
            self._count_failure(actor, user)
            self.announce(LoginRefused(user, actor, "invalid_password"))
            raise PasswordWrong
        if user.is_frozen or user.disabled_for is not None:
            raise AccountDisabled
        if replacement is not None:
            user.password = replacement
            self.db.flush()
            self.db.refresh(user)
        return user

    def complete(self, user: User, *, actor: Actor) -> None:
        """Note that `user` signed in."""
        user.last_login = datetime.now(UTC)
        self.announce(LoginSucceeded(user, actor))

    def _limit(self, kind: str) -> str:
        return {
            "login-user": self.settings.logins_per_user,
            "login-address": self.settings.logins_per_address,
            "login-all": self.settings.logins_in_all,
        }[kind]

    def _check_limits(self, *keys: tuple[str, str]) -> None:
        for key in keys:
            limit = self._limit(key[0])
            if not self.limiter.test(limit, *key):
                raise TooManyAttempts(self.limiter.retry_after(limit, *key))

    def _count_failure(self, actor: Actor, user: User | None) -> None:
        keys = [("login-address", actor.address or ""), ("login-all", "all")]
        if user is not None:
            keys.append(("login-user", str(user.id)))
        for key in keys:
            self.limiter.hit(self._limit(key[0]), *key)
