"""Linking identities from outside to accounts, and finding accounts by them."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from warehouse.accounts import queries as accounts
from warehouse.accounts.models import User
from warehouse.accounts.passwords import is_usable
from warehouse.db.locks import lock_name
from warehouse.security import Actor
from warehouse.signals import Announce
from warehouse.single_sign_on import queries
from warehouse.single_sign_on.errors import (
    AccountClosed,
    IdentityTaken,
    IdentityUnknown,
    OnlyWayIn,
)
from warehouse.single_sign_on.models import LinkedIdentity
from warehouse.single_sign_on.providers import DIRECTORY, Assertion
from warehouse.single_sign_on.services.following import FollowingService
from warehouse.single_sign_on.signals import IdentityLinked, IdentityUnlinked


class IdentityService:
    """Decides whose account an identity opens: never by an address, always by its link.

    `issuers` are those that somebody can sign in by now.
    """

    def __init__(
        self,
        db: Session,
        announce: Announce,
        *,
        following: FollowingService,
        issuers: Collection[str],
    ) -> None:
        self.db, self.announce = db, announce
        self.following, self.issuers = following, issuers

    def opened_by(self, said: Assertion) -> User:
        """Return whose account it is; raises `IdentityUnknown` or `AccountClosed`."""
        found = queries.identity_of(self.db, said.issuer, said.subject)
        if found is None:
            raise IdentityUnknown
        check_is_open(found.user)
        self.note_use(found, said)
        return found.user

    def note_use(self, identity: LinkedIdentity, said: Assertion) -> None:
        """Store what is said of a person now, whose teams follow it."""
        identity.username, identity.label = said.username, said.label
        identity.last_used, identity.had_two = datetime.now(UTC), said.has_two_factors
        self.db.flush()
        self.following.follow(identity.user, said)

    def link(self, user: User, said: Assertion, *, actor: Actor) -> LinkedIdentity:
        """Let an identity open an account; raises `IdentityTaken`."""
        lock_name(self.db, f"single-sign-on/{said.issuer}/{said.subject}")
        found = queries.identity_of(self.db, said.issuer, said.subject)
        if found is not None:
            if found.user_id != user.id:
                raise IdentityTaken
            return found
        found = LinkedIdentity(
            user=user,
            issuer=said.issuer,
            subject=said.subject,
            username=said.username,
            label=said.label,
            had_two=said.has_two_factors,
        )
        self.db.add(found)
        self.db.flush()
        self.announce(IdentityLinked(user, actor, said.issuer, said.label))
        return found

    def unlink(self, user: User, key: UUID, *, actor: Actor) -> None:
        """Let an identity open an account no more; raises `OnlyWayIn`.

        One that was unlinked before is no mistake.
        """
        accounts.user_locked(self.db, user.id)
        found = queries.identity_by_id(self.db, user, key)
        if found is None:
            return
        others = [each for each in self.ways_in(user) if each.id != key]
        if not (others or _has_passkey(user) or is_usable(user.password)):
            raise OnlyWayIn
        self._remove(found, actor)

    def unlink_all(self, user: User, *, actor: Actor) -> None:
        """Unlink whatever an intruder may have linked, though it be the only way in.

        An identity of the directory for which the account was made is no intruder's.
        """
        for each in queries.identities_of(self.db, user):
            is_first = each.created == user.date_joined
            if each.issuer != DIRECTORY or not is_first:
                self._remove(each, actor)

    def _remove(self, identity: LinkedIdentity, actor: Actor) -> None:
        user, issuer, label = identity.user, identity.issuer, identity.label
        self.db.delete(identity)
        self.db.flush()
        self.announce(IdentityUnlinked(user, actor, issuer, label))

    def ways_in(self, user: User) -> Sequence[LinkedIdentity]:
        """Return the identities that somebody can sign in to an account by now."""
        return [
            each
            for each in queries.identities_of(self.db, user)
            if each.issuer in self.issuers
        ]

    def types_password(self, user: User) -> bool:
        """Return whether a person has a password to type, here or in the directory.

        Whoever has none and signs in otherwise confirms by that.
        """
        issuers = {each.issuer for each in self.ways_in(user)}
        signs_in_otherwise = bool(issuers) or _has_passkey(user)
        is_typed = is_usable(user.password) or DIRECTORY in issuers
        return is_typed or not signs_in_otherwise


def _has_passkey(user: User) -> bool:
    return any(each.is_passkey for each in user.security_keys)


def check_is_open(user: User) -> None:
    """Raise `AccountClosed` for an account that staff or a breach have closed."""
    if user.is_frozen or user.disabled_for is not None:
        raise AccountClosed
