"""The authenticator of an account: adding it, checking its codes, removing it."""

import time
from datetime import UTC, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from warehouse.accounts import queries, totp
from warehouse.accounts.errors import LastFactor, TotpOutOfSync, TotpWrong
from warehouse.accounts.models import User
from warehouse.accounts.services.factor_tries import FactorTries
from warehouse.accounts.signals import FactorAdded, FactorRemoved
from warehouse.security import Actor
from warehouse.signals import Announce

METHOD = "totp"


class TotpService:
    """Keeps at most one authenticator for each account."""

    def __init__(self, db: Session, announce: Announce, tries: FactorTries) -> None:
        self.db, self.announce, self.tries = db, announce, tries

    def check(self, user: User, code: str, *, actor: Actor) -> None:
        """Accept a code once; raises `TotpWrong` or `TooManyAttempts`."""
        with self.tries.counted(user, actor=actor):
            found = select(User.totp_secret, User.last_totp_value).where(User.id == user.id)
            secret, last = self.db.execute(found).one()
            if secret is None:
                raise TotpWrong
            accepted = _accepted(secret, code, last)
            # Of parallel requests with one code, only the first still finds `last` here.
            changed = self.db.execute(
                update(User)
                .where(User.id == user.id, User.last_totp_value.is_not_distinct_from(last))
                .values(last_totp_value=accepted)
                .returning(User.id)
            )
            if changed.first() is None:
                raise TotpWrong

    def add(self, user: User, secret: bytes, code: str, *, actor: Actor) -> None:
        """Make `secret` the user's authenticator, in place of the former, if `code` is its.

        Raises `TotpWrong` or `TooManyAttempts`.
        """
        with self.tries.counted(user, actor=actor):
            accepted = _accepted(secret, code, None)
        if user.totp_secret is not None:
            user.sessions_from = datetime.now(UTC)
            self.announce(FactorRemoved(user, actor, METHOD))
        user.totp_secret, user.last_totp_value = secret, accepted
        self.db.flush()
        self.announce(FactorAdded(user, actor, METHOD))

    def remove(self, user: User, *, actor: Actor) -> None:
        """Remove the authenticator; raises `LastFactor` if there is no key beside it."""
        user = queries.user_locked(self.db, user.id)
        if user.totp_secret is None:
            return
        if user.factor_count == 1:
            raise LastFactor
        user.totp_secret = user.last_totp_value = None
        user.sessions_from = datetime.now(UTC)
        self.db.flush()
        self.announce(FactorRemoved(user, actor, METHOD))


def _accepted(secret: bytes, code: str, last: str | None) -> str:
    code = "".join(code.split())
    try:
        is_fresh = totp.is_fresh(secret, code, last=last, now=time.time())
    except totp.OutOfSync as error:
        raise TotpOutOfSync from error
    if not is_fresh:
        raise TotpWrong
    return code
