"""Changing a password, and getting a new one when it is lost.

Whoever asks for a new password is told nothing about whether there is an account: asking
does the same in every case, and what follows from it is done later by a worker.
"""

from datetime import timedelta

from sqlalchemy.orm import Session

from warehouse.accounts import queries
from warehouse.accounts.errors import LinkInvalid, TooManyRequests
from warehouse.accounts.links import read_link
from warehouse.accounts.models import DisableReason, Email, User
from warehouse.accounts.password_rules import PasswordRules, own_words
from warehouse.accounts.passwords import print_of
from warehouse.accounts.services.logins import LoginService
from warehouse.accounts.services.users import UserService
from warehouse.accounts.signals import (
    PasswordReset,
    PasswordResetRefused,
    PasswordResetRequested,
)
from warehouse.accounts.spending import spend
from warehouse.rate_limiting import Charge, RateLimiter, charges
from warehouse.security import Actor, LinkSigner
from warehouse.settings import AccountSettings
from warehouse.signals import Announce

RESET_LASTS = timedelta(hours=6)

_RESET = "password"
_ACTION = "password-reset"


class PasswordService:
    """Changes passwords, and replaces lost ones."""

    def __init__(
        self,
        db: Session,
        announce: Announce,
        *,
        users: UserService,
        logins: LoginService,
        rules: PasswordRules,
        links: LinkSigner,
        limiter: RateLimiter,
        settings: AccountSettings,
    ) -> None:
        self.db, self.announce = db, announce
        self.users, self.logins, self.rules = users, logins, rules
        self.links, self.limiter, self.settings = links, limiter, settings

    def change(self, user: User, *, current: str, new: str, actor: Actor) -> None:
        """Set another password; raises `LoginFailed` or what `PasswordRules` raises."""
        self.logins.check_password(user.username, current, actor=actor)
        self.rules.check(new, words_of(user))
        self.users.set_password(user, new, actor=actor)

    def check_limit(self, subject: str) -> None:
        """Count that a reset was asked for; raises `TooManyRequests`.

        Names that nobody has are counted alike.
        """
        spend(self.limiter, *self._charges(subject.lower()))

    def request_reset(self, subject: str, *, actor: Actor) -> None:
        """Have a link sent, if `subject` is a username or an address of an account."""
        email = self._address_of(subject)
        if email is None:
            return
        try:
            spend(self.limiter, *self._charges(str(email.user_id)))
        except TooManyRequests:
            return
        self.send_link(email, actor=actor)

    def send_link(self, email: Email, *, actor: Actor) -> None:
        """Have a link sent to an address, if mail alone may open its account."""
        may = email.verified and _may_reset(email.user)
        kind = PasswordResetRequested if may else PasswordResetRefused
        self.announce(kind(email.user, actor, email))

    def reset_link(self, email: Email) -> str:
        """Return the text that lets its holder choose a password, once."""
        values = {"action": _ACTION, "email.id": str(email.id), **_state(email.user)}
        return self.links.sign(_RESET, **values)

    def user_of_link(self, link: str) -> User:
        """Return whose password a link replaces; raises `LinkInvalid` or `LinkTooOld`.

        A link ends with the next sign-in, with any change of the password, and when its
        address is no longer a verified one of the account.
        """
        values = read_link(self.links, _RESET, link, lasts=RESET_LASTS)
        email = queries.email_by_id(self.db, int(values.pop("email.id")))
        if email is None or not email.verified:
            raise LinkInvalid
        user = queries.user_locked(self.db, email.user_id)
        if values != {"action": _ACTION, **_state(user)} or not _may_reset(user):
            raise LinkInvalid
        return user

    def reset(self, link: str, password: str, *, actor: Actor) -> User:
        """Set the password of the link's account, which ends the link and all sessions.

        Raises `LinkInvalid`, `LinkTooOld` or what `PasswordRules` raises.
        """
        user = self.user_of_link(link)
        self.rules.check(password, words_of(user))
        self.users.set_password(user, password, actor=actor, signal=PasswordReset)
        subjects = [user.username, *(each.email for each in user.emails), str(user.id)]
        for subject in subjects:
            self.limiter.clear(*self._charges(subject.lower()))
        return user

    def _address_of(self, subject: str) -> Email | None:
        if "@" in subject:
            return queries.email_spelled(self.db, subject)
        user = queries.user_named(self.db, subject)
        return None if user is None else user.primary_email

    def _charges(self, subject: str) -> list[Charge]:
        return charges(self.settings.resets_per_user, "password-reset", subject)


def words_of(user: User) -> list[str]:
    """Return the words that somebody who knows `user` would try as a password."""
    addresses = [each.email for each in user.emails]
    return own_words(username=user.username, name=user.name, addresses=addresses)


def _state(user: User) -> dict[str, str]:
    return {
        "user.id": str(user.id),
        "user.last_login": str(user.last_login),
        "user.password": print_of(user.password),
    }


def _may_reset(user: User) -> bool:
    """Return whether mail alone may open the account: never that of staff."""
    is_closed = user.is_frozen or user.disabled_for == DisableReason.ACCOUNT_FROZEN
    return not (user.is_staff or is_closed or user.prohibit_password_reset)
